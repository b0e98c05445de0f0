"""What commands print: tables, columns and progress bars."""
