#include "ui/samples.h"

#include <stdio.h>
#include <stdlib.h>

enum { DAYS = 9, TIMES = 4, TIMES_FIRST = 16 /* on the first day of the first office: more than a page */ };

static const struct bsm_ui_person person = {
    .name_ar = "نورة بنت سالم العتيق",
    .name_en = "Noura Salem Alateeq",
    .user_name = "noura.alateeq",
};

static const struct bsm_ui_offers offers = {3, {"noura.alateeq2", "noura_alateeq", "n.alateeq26"}};

static const struct bsm_office offices[] = {
    {"riyadh-olaya", "مكتب العليا، شارع العليا العام، الرياض", "Olaya office, Olaya Main Street, Riyadh"},
    {"riyadh-north", "مكتب شمال الرياض، طريق الثمامة", "North Riyadh office, Thumamah Road"},
    {"dammam-port", "مكتب الميناء، شارع الملك عبد العزيز، الدمام", "Port office, King Abdulaziz Street, Dammam"},
    {"kharj", "مكتب الخرج، طريق الملك فهد", "Al Kharj office, King Fahd Road"},
};
enum { OFFICES = sizeof offices / sizeof offices[0] };

static const char receipt[] =
    "eyJhbGciOiJFUzI1NiIsImtpZCI6InNhbXBsZSIsInR5cCI6ImJhc21hLXJlY2VpcHQrand0In0.eyJjb2RlIjoiSzdRMi1N"
    "NFAiLCJhdCI6IjIwMjYtMTItMDFUMDk6NDE6MjNaIiwia2lvc2siOiJyaXlhZGgtMDciLCJhY3Rpb24iOiJyZWdpc3RlciIs"
    "ImNvbnNlbnQiOjEsInRha2VuIjpbInJpZ2h0X2luZGV4IiwicmlnaHRfbWlkZGxlIiwiZmFjZSJdLCJlcmFzZWQiOiIyMDI2"
    "LTEyLTAxVDA5OjQyOjAyWiIsImNlbnRyZSI6InNhbXBsZSJ9.ypeBEsobvcr6wjGzmiPcTaeG7_gUfE5yuYB3ha_uSLs-I-g"
    "WADlZSjOJT2Vk4bE0i716AIjULErLc-6u1ZwAnQ";

static void add_slot(struct bsm_slots *slots, int office, int day, int quarter)
{
    struct bsm_slot *slot = &slots->slots[slots->slots_count++];
    unsigned date = (unsigned)(6 + day + day / 5 * 2); /* from a Sunday on, no Friday and no Saturday */
    slot->office = (uint8_t)office;
    snprintf(slot->day, sizeof slot->day, "2026-12-%02u", date % 32);
    snprintf(slot->time, sizeof slot->time, "%02u:%02u", (unsigned)(8 + quarter / 4) % 24, (unsigned)quarter % 4 * 15);
}

static void fill_slots(struct bsm_slots *slots)
{
    slots->needs_mobile = true;
    slots->offices_count = OFFICES;
    for (int i = 0; i < OFFICES; i++) {
        slots->offices[i] = offices[i];
        for (int day = 0; day < DAYS; day++) {
            int times = i == 0 && day == 0 ? TIMES_FIRST : TIMES;
            for (int time = 0; time < times; time++)
                add_slot(slots, i, day, 2 + time * (times == TIMES ? 5 : 1));
        }
    }
}

static void tell(struct bsm_stage *stage, struct bsm_message *message, enum bsm_message_type type)
{
    message->type = type;
    bsm_stage_told(stage, message);
}

void bsm_samples_tell(struct bsm_stage *stage, uint32_t round)
{
    static struct bsm_message message;
    message = (struct bsm_message){.round = round};
    message.as.ui_person = person;
    tell(stage, &message, BSM_MESSAGE_UI_PERSON);
    message.as.ui_offers = offers;
    tell(stage, &message, BSM_MESSAGE_UI_OFFERS);
    message.as.ui_slots = (struct bsm_slots){0};
    fill_slots(&message.as.ui_slots);
    tell(stage, &message, BSM_MESSAGE_UI_SLOTS);
    message.as.ui_booked = (struct bsm_ui_booked){.code = "R4T8-2KD", .office = offices[0], .day = "2026-12-08"};
    snprintf(message.as.ui_booked.time, sizeof message.as.ui_booked.time, "09:15");
    tell(stage, &message, BSM_MESSAGE_UI_BOOKED);
    message.as.ui_receipt = (struct bsm_ui_receipt){.code = "K7Q2-M4P"};
    snprintf(message.as.ui_receipt.receipt, sizeof message.as.ui_receipt.receipt, "%s", receipt);
    tell(stage, &message, BSM_MESSAGE_UI_RECEIPT);
}
