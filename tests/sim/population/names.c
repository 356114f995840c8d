#include "tests/sim/population/names.h"

#include <stddef.h>
#include <stdio.h>

struct word {
    const char *arabic, *latin;
};

static const struct word women[] = {
    {"نورة", "Noura"},        {"سارة", "Sarah"}, {"ريم", "Reem"},   {"هند", "Hind"},      {"لمى", "Lama"},
    {"عبير", "Abeer"},        {"منى", "Mona"},   {"أمل", "Amal"},   {"دانة", "Dana"},     {"شهد", "Shahad"},
    {"الجوهرة", "Aljawhara"}, {"وعد", "Waad"},   {"غادة", "Ghada"}, {"مها", "Maha"},      {"بدور", "Budoor"},
    {"لطيفة", "Latifa"},      {"رنا", "Rana"},   {"أسماء", "Asma"}, {"جواهر", "Jawaher"}, {"هيفاء", "Haifa"},
};

static const struct word men[] = {
    {"محمد", "Mohammed"},   {"عبدالله", "Abdullah"}, {"خالد", "Khalid"}, {"فهد", "Fahad"},   {"سعد", "Saad"},
    {"تركي", "Turki"},      {"ماجد", "Majed"},       {"بندر", "Bandar"}, {"ناصر", "Nasser"}, {"يوسف", "Yousef"},
    {"إبراهيم", "Ibrahim"}, {"عمر", "Omar"},         {"راكان", "Rakan"}, {"زياد", "Ziyad"},  {"مشعل", "Mishal"},
    {"حسن", "Hassan"},      {"علي", "Ali"},          {"طلال", "Talal"},  {"نايف", "Naif"},   {"سلمان", "Salman"},
};

static const struct word families[] = {
    {"الوادي", "Alwadi"},      {"النخيل", "Alnakheel"}, {"الساحلي", "Alsahli"},    {"الريحاني", "Alrayhani"},
    {"البستاني", "Albustani"}, {"الفجري", "Alfajri"},   {"المرجان", "Almarjan"},   {"الغصن", "Alghusn"},
    {"الديرة", "Aldeera"},     {"الصقر", "Alsaqr"},     {"الياسمين", "Alyasmeen"}, {"النجمي", "Alnajmi"},
    {"الربيع", "Alrabea"},     {"السدرة", "Alsidra"},   {"البحيري", "Albuhairi"},  {"الهضيب", "Alhudaib"},
};

#define COUNT(words) ((int)(sizeof(words) / sizeof(words)[0]))

void name_draw(struct name *name, struct dice *dice, enum gender gender)
{
    if (gender == GENDER_ANY)
        gender = dice_below(dice, 2) ? GENDER_WOMAN : GENDER_MAN;
    const struct word *given =
        gender == GENDER_WOMAN ? &women[dice_below(dice, COUNT(women))] : &men[dice_below(dice, COUNT(men))];
    const struct word *father = &men[dice_below(dice, COUNT(men))];
    if (father == given)
        father = father == men ? men + 1 : father - 1;
    const struct word *family = &families[dice_below(dice, COUNT(families))];
    snprintf(name->arabic, sizeof name->arabic, "%s %s %s", given->arabic, father->arabic, family->arabic);
    snprintf(name->latin, sizeof name->latin, "%s %s %s", given->latin, father->latin, family->latin);
}
