#include "central/passwords/arabic.h"

#include <stddef.h>
#include <string.h>

#include "firmware/base/account.h"
#include "firmware/base/wipe.h"

/* Written as bare writes them. */
static const char *const words[] = {
    /* the months of both calendars, the days */
    "محرم",
    "صفر",
    "ربيع الاول",
    "ربيع الثاني",
    "ربيع",
    "جمادي",
    "رجب",
    "شعبان",
    "رمضان",
    "شوال",
    "ذو القعده",
    "ذو الحجه",
    "يناير",
    "فبراير",
    "مارس",
    "ابريل",
    "مايو",
    "يونيو",
    "يوليو",
    "اغسطس",
    "سبتمبر",
    "اكتوبر",
    "نوفمبر",
    "ديسمبر",
    "الاحد",
    "الاثنين",
    "الثلاثاء",
    "الاربعاء",
    "الخميس",
    "الجمعه",
    "السبت",
    "muharram",
    "safar",
    "rabialawal",
    "rajab",
    "shaban",
    "ramadan",
    "ramadhan",
    "shawwal",
    "dhulhijjah",
    "dhualhijjah",
    "dhulqadah",
    /* what the field is called */
    "كلمه السر",
    "كلمه المرور",
    "كلمه سر",
    "كلمه مرور",
    "الرقم السري",
    "رقم سري",
    "باسورد",
    "kalimatalsir",
    "raqmsirri",
    /* pious words */
    "الله",
    "الله اكبر",
    "بسم الله",
    "بسم الله الرحمن الرحيم",
    "الحمد لله",
    "سبحان الله",
    "ما شاء الله",
    "ان شاء الله",
    "استغفر الله",
    "لا اله الا الله",
    "يا رب",
    "يا الله",
    "صلي علي النبي",
    "bismillah",
    "alhamdulillah",
    "hamdulillah",
    "subhanallah",
    "mashallah",
    "mashaallah",
    "inshallah",
    "inshaallah",
    "astaghfirullah",
    "allahuakbar",
    "yarab",
    "yaallah",
    /* names and fond words */
    "محمد",
    "احمد",
    "عبدالله",
    "عبدالرحمن",
    "عبدالعزيز",
    "فاطمه",
    "عايشه",
    "نوره",
    "ساره",
    "خالد",
    "سلطان",
    "فيصل",
    "حبيبي",
    "حبيبتي",
    "حياتي",
    "امي",
    "ابي",
    "احبك",
    "mohammed",
    "mohammad",
    "muhammad",
    "mohamed",
    "ahmed",
    "abdullah",
    "abdulrahman",
    "abdulaziz",
    "fatimah",
    "fatima",
    "khalid",
    "khaled",
    "faisal",
    "sultan",
    "habibi",
    "habibti",
    "hayati",
    "ahebak",
    "ummi",
    /* places and clubs */
    "السعوديه",
    "المملكه",
    "الرياض",
    "مكه",
    "المدينه",
    "جده",
    "الدمام",
    "الهلال",
    "النصر",
    "الاتحاد",
    "الاهلي",
    "saudi",
    "saudiarabia",
    "ksa",
    "riyadh",
    "alriyadh",
    "makkah",
    "madinah",
    "jeddah",
    "dammam",
    "alhilal",
    "hilal",
    "alnassr",
    "alnasr",
    "alittihad",
    "alahli",
};

static const char *const rows[] = {
    "ضصثقفغعهخحجد", "شسيبلاتنمكط", "ءورزظذ", "ابتثجحخدذرزسشصضطظعغفقكلمنهوي", "ابجدهوزحطيكلمنسعفصقرشتثخذضظغ",
};

enum { ROW_LETTERS_MIN = 4, LETTER_BYTES = 2 };

/* U+0600..U+06FF are two bytes each. What is left out gives 0. */
static unsigned bare_letter(unsigned letter)
{
    switch (letter) {
    case 0x622:
    case 0x623:
    case 0x625:
    case 0x671: return 0x627; /* alef */
    case 0x629: return 0x647; /* ta marbuta */
    case 0x649:
    case 0x626: return 0x64a; /* alef maqsura, ya with hamza */
    case 0x624: return 0x648;
    case 0x640: return 0; /* tatweel */
    default: return letter >= 0x64b && letter <= 0x652 ? 0 : letter;
    }
}

static void bare(const char *text, char out[BSM_PASSWORD_SIZE])
{
    size_t size = 0;
    for (const unsigned char *at = (const unsigned char *)text; *at && size + LETTER_BYTES < BSM_PASSWORD_SIZE;) {
        bool arabic = at[0] >= 0xd8 && at[0] <= 0xdb && at[1];
        unsigned letter = arabic ? bare_letter((at[0] & 0x1fu) << 6 | (at[1] & 0x3fu)) : at[0];
        at += arabic ? LETTER_BYTES : 1;
        if (arabic && letter) {
            out[size++] = (char)(0xc0 | letter >> 6);
            out[size++] = (char)(0x80 | (letter & 0x3f));
        } else if (!arabic && letter != ' ') {
            out[size++] = (char)letter;
        }
    }
    out[size] = '\0';
}

static bool is_word(const char *plain)
{
    char word[BSM_PASSWORD_SIZE];
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        bare(words[i], word);
        if (!strcmp(plain, word)) {
            return true;
        }
    }
    return false;
}

bool bsm_arabic_is_common(const char *core)
{
    char plain[BSM_PASSWORD_SIZE];
    bare(core, plain);
    bool common = is_word(plain);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0] && !common; i++) {
        common = strlen(plain) >= ROW_LETTERS_MIN * LETTER_BYTES && strstr(rows[i], plain);
    }
    bsm_wipe(plain, sizeof plain);
    return common;
}
