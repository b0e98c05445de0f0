"""The words that `likeness` knows: which say nothing, which say the same, which contradict each other.

Written as people write them; `likeness` folds and stems them once. Where a word could be a name, it is left out: a word too
few costs a story its second report, a word too many joins two stories.
"""

from __future__ import annotations

from typing import Final

SILENT: Final = """
a an the and or of in on at to for from by with as is are was were be been it its his her their this that these those has have had
he she they we you i who which what when where how into over under amid near off out up down about than then also just more most
new now today yesterday tonight says say said saying tells told according reports reported report reporting official officials
sources source video watch photos pictures live exclusive update updates updated breaking news latest explained alert
state local people person persons while during between via per its their around across at least some very magnitude degrees
في من على إلى الى عن مع أن إن ان هذا هذه ذلك تلك التي الذي الذين هو هي هم كان كانت قد لقد ثم أو او أي بين حول خلال منذ حتى عند عبر
لدى كما بعض كل نحو أكثر أقل اليوم أمس امس الآن مساء صباح غدا قال قالت يقول تقول وقال أكد أكدت يؤكد تؤكد أعلن أعلنت يعلن تعلن
إعلان ذكر ذكرت أفاد أفادت بحسب وفق وفقا أنباء خبر أخبار عاجل فيديو بالفيديو شاهد صور بالصور مباشر خاص حصري متابعة مصدر مصادر
مسؤول مسؤولون رسميا شخص شخصا أشخاص جديد جديدة ما لها له به بها فيها فيه عليه عليها وهو وهي إثر جراء بقوة قوة قوته شدة درجة درجات
از به در با برای که این آن را است بود شد شده شدند کرد کردند کرده می‌کند می‌شود می‌شوند خواهد و یا هم نیز تا بر روی هر یک امروز
دیروز اعلام گفت گفته خبر اخبار فوری ویدئو عکس تصاویر گزارش جدید تازه داد دادند نفر تن ها های شدت بزرگی
کا کی کے کو نے سے میں پر اور ہے ہیں تھا تھی تھے یہ وہ اس ان جو کہ بھی ہو گیا گئی گئے کر دیا دی دیے لیے ساتھ آج کل خبر خبریں اعلان
کہا نئی نیا نئے ایک افراد شخص رہی رہے لیا لی کرلیا گئیں ہوگئے ہوگئی ہوگیا والے والی والا ذرائع مطابق ویڈیو تصاویر شدت
של את על אל עם הוא היא הם זה זו כי גם או אם כל עוד היום אמש אתמול אמר אמרה הודיע הודיעה דיווח חדש חדשה בין צפו מבזק
דחוף בלעדי אנשים איש אך רק יותר בעוצמה
"""
"""Dropped: particles, words of every report, and the dress of headlines."""

SAME: Final = """
kill killed kills killing dead die dies died death deaths fatalities slain قتل مقتل قتلى قتيل قتيلا مصرع وفاة وفيات ضحايا يقتل تقتل أودى کشته کشته‌شدن جان‌باختن جاں‌بحق ہلاک ہلاکت ہلاکتیں جاں‌بحق נהרג נהרגו הרוגים הרוג מת מתו
injure injured injures injuries wounded hurt إصابة إصابات جرح جرحى جريح جريحا مصاب مصابين زخمی مجروح مجروحان زخمیان פצוע פצועים נפצעו נפצע
approve approves approved approval pass passes passed adopt adopts adopted endorse endorses ratify ratifies okays backs يقر أقر تقر إقرار يوافق وافق توافق موافقة يصادق صادق تصادق مصادقة يعتمد اعتمد تصویب منظوری منظور אישר אישרה מאשר מאשרת אישור
quake earthquake tremor temblor زلزال هزة زمین‌لرزه زلزله زلزلہ רעידה רעידת
hit hits strike strikes struck shakes shake jolts rocks rattles يضرب ضرب تضرب هز يهز لرزاند
win wins won winning winner beats beat beaten defeat defeats defeated victory يفوز فاز تفوز فازت فوز يهزم هزم تهزم هزمت يتغلب تغلب تتغلب پیروزی پیروز شکست جیت جیتا کامیابی ניצח ניצחה ניצחון מנצחת הביס
open opens opened opening inaugurate inaugurates inaugurated unveils يفتتح افتتح تفتتح افتتحت افتتاح يدشن دشن تدشين تدشن افتتاحیه افتتاح گشایش گشوده نفتح נפתח נפתחה פתח נחנך חנך
close closes closed closing closure shut shuts يغلق أغلق تغلق إغلاق بسته تعطیل  נסגר נסגרה סגירה סגר
arrest arrests arrested detain detains detained custody يعتقل اعتقل تعتقل اعتقال يوقف توقيف القبض ضبط بازداشت دستگیر گرفتار گرفتاری נעצר נעצרו עצרה מעצר
resign resigns resigned resignation quits steps يستقيل استقال استقالة تستقيل استعفا استعفی استعفیٰ מתפטר התפטר התפטרה התפטרות
agree agrees agreed agreement deal accord pact treaty اتفاق اتفاقية يتفق اتفقت يتفقان توافق معاهده معاہدہ הסכם הסכמה
sign signs signed signing يوقع وقع توقع توقيع يوقعان امضا دستخط חתם חתמה חתמו חתימה
flood floods flooding flooded سيول فيضان فيضانات سیل سیلاب שיטפון שיטפונות הצפה הצפות
fire blaze wildfire inferno حريق حرائق نيران آتش‌سوزی آتش آگ آتشزدگی שריפה שריפות
rise rises rose risen climb climbs climbed jump jumps jumped surge surges surged soar soars increase increases up يرتفع ارتفع ترتفع ارتفعت ارتفاع يصعد صعود زيادة افزایش بالا اضافہ اضافه עלה עלתה עלייה עולה עולים
fall falls fell fallen drop drops dropped slip slips slump slumps decline declines declined plunge plunges decrease down ينخفض انخفض تنخفض انخفضت انخفاض يتراجع تراجع تتراجع تراجعت هبوط يهبط کاهش افت کمی ירד ירדה ירידה יורדת יורדים צנח
cut cuts slashes trim trims lower lowers reduce reduces يخفض خفض تخفض تخفيض הפחית הפחיתה מפחית הורדה הוריד
raise raises raised hikes hike lifts يرفع رفع ترفع העלה העלתה מעלה
talks negotiations negotiation talk محادثات مفاوضات مباحثات مذاکرات מגעים שיחות משא
begin begins began start starts started launch launches launched kicks يبدأ بدأ تبدأ بدأت انطلاق ينطلق تنطلق انطلقت يطلق أطلق تطلق إطلاق آغاز شروع החל החלה מתחיל פתיחה השיק משיק
end ends ended finish finishes conclude concludes ينتهي انتهى انتهاء انتهت يختتم اختتام ختام پایان ختم הסתיים הסתיימה סיום
free frees freed release releases released rescued rescue rescues saves saved يفرج أفرج الإفراج إفراج إنقاذ ينقذ أنقذ تنقذ آزاد نجات رہا שוחרר שוחררו חולץ חולצו חילוץ שחרור
reject rejects rejected refuse refuses refused turns يرفض رفض ترفض رفضت رد מסרב סירב דחה דחתה דוחה
government cabinet حكومة حكومه دولت حکومت کابینہ ממשלה
parliament lawmakers mps assembly برلمان نواب پارلیمنٹ پارلمان כנסת פרלמנט
discover discovers discovered find finds found finding يكتشف اكتشف اكتشاف تكتشف يعثر عثر تعثر العثور کشف دریافت גילו גילה התגלה תגלית נמצא נמצאה
storm hurricane cyclone عاصفة إعصار توفان طوفان סופה סערה הוריקן
car vehicle سيارة مركبة خودرو گاڑی רכב
ship vessel سفينة مركب کشتی جہاز ספינה אונייה
police cops شرطة پلیس پولیس משטרה
pm premier رئيس‌الوزراء نخست‌وزیر وزیراعظم
first debut maiden
extend extends extended extension prolongs يمدد مدد تمديد تمدد تمدید توسیع האריך האריכה הארכה
cancel cancels cancelled canceled cancellation scrap scraps scrapped إلغاء ألغى ألغت يلغي تلغي ألغيت ملغى لغو منسوخ בוטל בוטלה ביטל ביטלה מבטל ביטול
fail fails failed failure failures فشل يفشل تفشل فشلت إخفاق أخفق أخفقت ناکام ناکامی נכשל נכשלו נכשלה כישלון
prevent prevents prevented bar bars barred ban bans banned منع يمنع تمنع منعت حظر يحظر تحظر حظرت ممانعت روکا روک מנע מנעה מניעה אסר אסרה איסור
foil foils foiled thwart thwarts thwarted avert averts averted إحباط أحبط أحبطت يحبط تحبط خنثی سיכל סוכל
dispute disputes row rift خلاف خلافات اختلاف اختلافات اختلاف‌نظر מחלוקת
attempt attempts attempted محاولة محاولات تلاش کوشش ניסיון ניסה ניסו
halt halts halted suspend suspends suspended suspension يعلق علق تعليق تعلق يوقف توقف متوقف تعلیق معطل השעה השעתה הופסק
"""
"""A line is one meaning. A word may stand in one line only."""

AXES: Final = """
rise | fall
raise | cut
win win | lose loses lost loss يخسر خسر تخسر خسرت خسارة هزيمة باخت ہار ہارا הפסיד הפסידה הפסד | draw draws drew drawn يتعادل تعادل تعادلا مساوی برابر תיקו
open reopen reopens reopened reopening إعادة‌فتح بازگشایی | close
support supports favour favor لصالح دعما تأييدا حمایت حمایتی בעד | against ضد رفضا احتجاجا خلاف‌ورزی נגד
alive survivors survives survived حي حيا حية أحياء ناجون ناجين زنده زندہ חי חיים ניצולים | body bodies corpse corpses جثة جثث جثمان لاش لاشیں جسد اجساد גופה גופות | kill
approve | reject
begin | end
arrest | free
escape escapes escaped flees fled هروب هرب هربت يهرب تهرب هربوا گریخت گریختند فرار ברח ברחה ברחו נמלט נמלטה נמלטו בריחה | arrest recaptured recapture נלכד נלכדה נלכדו נתפס נתפסה נתפסו
agree | collapse collapses collapsed deadlock انهيار تنهار انهارت تعثر شکست קרסו
extend | halt
guilty convicted convict إدانة يدين مدان محکوم مجرم הורשע אשם | acquitted cleared innocent تبرئة براءة يبرئ تبرئه بری זוכה
accept accepts accepted يقبل قبل تقبل قبول پذیرفت قبول קיבל | reject
join joins joined ينضم انضمام ملحق پیوستن شامل הצטרף | leave leaves left quit withdraw withdraws withdrew withdrawal ينسحب انسحاب انسحبت خروج علیحدگی פרש נסוג
enter | leave
profit profits ربح أرباح سود منافع רווח | losses خسائر زیان הפסדים
best أفضل بہترین بهترین הטוב | worst أسوأ بدترین הגרוע
highest أعلى بالاترین גבוה | lowest أدنى پایین‌ترین נמוך
warmer hottest heatwave hot حر حارة گرم گرما חום | cold coldest برد باردة سرد سرما קור
north northern شمال شمالي شمالية شمالی צפון | south southern جنوب جنوبي جنوبية جنوبی דרום | east eastern شرق شرقي شرقية شرقی מזרח | west western غرب غربي غربية غربی מערב
men mens رجال مردان גברים | women womens سيدات نساء زنان خواتین נשים
final نهائي نهائية فینال فائنل גמר | semifinal semi قبل‌النهائي نیمه‌نهایی سیمی‌فائنل חצי | quarterfinal quarter ربع کوارٹر רבע
first الأول الأولى أولى أول اول نخستین اولین پہلا پہلی ראשון ראשונה | second ثاني الثانية ثانية دوم دومین دوسرا دوسری שנייה | third ثالث ثالثة سوم سومین تیسرا שלישי שלישית | fourth رابع رابعة چهارم چوتھا רביעי | fifth خامس پنجم پانچواں חמישי
morning صباحا | evening مساء
import imports واردات استيراد ייבוא | export exports صادرات تصدير برآمدات ייצוא
buy buys bought purchase يشتري شراء خرید קנה רכש רוכשת | sell sells sold sale يبيع بيع فروش فروخت מכר מוכרת מכירה
oil نفط نفت تیل נפט | gas غاز گاز گیس גז | gold ذهب طلا سونا  זהב | silver فضة نقره چاندی כסף | wheat قمح گندم חיטה
president رئيس صدر رئیس‌جمهور נשיא | minister وزير وزیر שר
"""
"""A line is a matter in which headlines of one story agree: two that take different sides of `|` are two stories."""

CALENDAR: Final = """
monday الاثنين الإثنين دوشنبه پیر | tuesday الثلاثاء سه‌شنبه منگل | wednesday الأربعاء چهارشنبه بدھ | thursday الخميس پنج‌شنبه جمعرات | friday الجمعة جمعه | saturday السبت شنبه ہفتہ שבת | sunday الأحد یکشنبه اتوار
january يناير  ינואר | february فبراير פברואר | march مارس | april أبريل אפריל | june يونيو یونی | july يوليو | august أغسطس אוגוסט | september سبتمبر ספטמבר | october أكتوبر אוקטובר | november نوفمبر נובמבר | december ديسمبر דצמבר
"""
"""Sides that are meant in these forms only: جامعة is no Friday."""

TURNS: Final = "end cancel fail prevent foil dispute attempt half نصف نیمه חצי collapse nearly almost كاد کاد يقترب تقترب اقتراب اقترب وشيك نزدیک کمتر قریب כמעט קרוב"
"""What turns the rest into something else: of two headlines of one story, both have it or none."""

DEEDS: Final = """
approve win lose open close arrest resign agree collapse sign rise fall cut raise begin end free reject discover extend halt cancel fail
prevent foil dispute attempt accept join leave enter buy sell
"""
"""What somebody does, by one word of its line. One more of these before the end, and the headline tells another thing."""

DIRECTED: Final = "win accuse accuses accused sue sues sued يتهم اتهم تتهم متهم שעובד invade invades attack attacks attacked expel expels expelled summon summons summoned يهاجم هاجم هجوم يطرد تطرد طرد طردت يستدعي تستدعي"
"""Who does it to whom matters: with one of these the other words have to come in the same order."""

NEGATIONS: Final = """
no not never without denies deny denied denial rejects cannot won't isn't doesn't didn't wasn't aren't dismisses rules
لا لم لن ليس ليست دون بدون عدم ينفي نفى تنفي نفت نفي تكذب تكذيب يكذب نه بدون تکذیب نیست بغیر تردید לא אין בלי ללא מכחיש מכחישה הכחיש הכחישה
"""
"""Before the word they deny."""

NEGATIONS_AFTER: Final = (
    "نہیں نہ نشد نشدند نداد ندادند ندارد نکرد نکردند نکرده نمی‌کند نمی‌شود نخواهد نیست تردید تکذیب"
)
"""Behind the word they deny, or between it and its verb."""

NOT_YET: Final = """
will may might could expected expects plans plan planned likely threatens threaten urges urged urge calls demands proposes proposed considers
mulls prepares delays delayed postpones postponed seeks ahead before wants should poised set hopes vows
يتوقع توقعات متوقع يعتزم تعتزم يهدد تهدد تهديد يدعو تدعو دعوة يطالب تطالب مطالبات يستعد تستعد استعدادات قبيل قبل يدرس تدرس مقترح محتمل
انتظار ترقب مرتقب سوف يؤجل تؤجل تأجيل أرجأ إرجاء
احتمال احتمالا پیش‌بینی انتظار خواستار پیشنهاد آماده قصد تهدید
امکان متوقع مطالبہ تیاری دھمکی تجویز
צפוי צפויה עשוי עשויה מתכנן מתכננת שוקל שוקלת קורא קוראת דורש דורשים מאיים מאיימת לקראת לפני
"""
"""What has not happened (yet): a story of its own."""

KINDS: Final = """
opinion analysis column editorial comment commentary review interview profile explainer quiz podcast factbox timeline recap
رأي تحليل مقال افتتاحية حوار مقابلة تقرير بودكاست يادداشت تحلیل گفتگو مصاحبه انٹرویو تجزیہ کالم דעה פרשנות ראיון ניתוח פודקאסט
"""
"""Texts about a story, which are none of its reports."""

AFTERMATH: Final = """
funeral buried mourns mourning aftermath cleanup clean-up charged resumes resume resumed reopens contained extinguished aid compensation inquiry
investigation anniversary condolences toll
تشييع جنازة جثمان عزاء تعزية السيطرة إخماد استئناف تستأنف يستأنف مساعدات تعويضات تحقيق تحقيقات ذكرى حصيلة
تشییع خاکسپاری مهار امدادرسانی تحقیقات سالگرد
جنازہ تدفین تعزیت تحقیقات امداد برسی
לוויה הלוויה סיוע חקירה פיצויים
"""
"""What comes after an event: another story than the event."""

COMMON: Final = """
president minister government parliament police court country city war world council police year years day days million billion
percent company bank market prices price law plan group national international security foreign prime leader talks kill injure
رئيس وزير وزراء حكومة مجلس دولة مدينة عام عاما سنة يوم أيام مليون مليار بالمئة شركة بنك سوق أسعار سعر قانون خطة وطني دولي أمن
خارجية حرب عالم عالمي محكمة شرطة دولار اقتصاد
دولت مجلس رئیس وزیر سال روز میلیون میلیارد درصد شرکت بازار قیمت قانون کشور جهان
حکومت وزیر صدر سال دن ملین ارب فیصد کمپنی قیمت قانون ملک عدالت
ממשלה שר ראש מדינה שנה שנים יום מיליון מיליארד אחוז חברה בנק שוק מחיר מחירים חוק עולם בית משפט
"""
"""In too many headlines to look a story up by."""

NUMBERS: Final = """
0 zero صفر
1 one واحد واحدة אחד אחת
2 two اثنان اثنين اثنتان اثنتين قتيلان قتيلين شخصان شخصين جنديان جنديين طفلان طفلين دو שניים שתיים שני שתי
3 three ثلاثة ثلاث سه تین שלושה שלוש
4 four أربعة أربع چهار چار ארבעה ארבע
5 five خمسة خمس پنج پانچ חמישה חמש
6 six ستة ست شش چھ שישה שש
7 seven سبعة سبع هفت سات שבעה שבע
8 eight ثمانية ثماني هشت آٹھ שמונה
9 nine تسعة تسع نه‌تا نو תשעה תשע
10 ten عشرة عشر ده دس עשרה עשר
11 eleven
12 twelve
20 twenty عشرون عشرين بیست بیس עשרים
30 thirty ثلاثون ثلاثين تیس שלושים
100 hundred مئة مائة صد سو מאה
"""

THOUSANDS: Final = """
1000 thousand ألف آلاف الف هزار ہزار אלף אלפי
1000000 million m مليون ملايين میلیون ملین מיליון מיליוני
1000000000 billion bn مليار مليارات میلیارد ارب מיליארד
"""
"""What a number before them is multiplied by."""
