#include "ui/samples.h"

#include <stdio.h>
#include <stdlib.h>

enum { DAYS = 10, TIMES = 4 };

static const struct bsm_ui_person person = {
    .name_ar = "نورة بنت سالم العتيق",
    .name_en = "Noura Salem Alateeq",
    .user_name = "noura.alateeq",
};

static const struct bsm_ui_offers offers = {3, {"noura.alateeq2", "noura_alateeq", "n.alateeq26"}};

static const struct bsm_office offices[] = {
    {"riyadh-olaya", "مكتب العليا، شارع العليا العام، الرياض", "Olaya office, Olaya Main Street, Riyadh"},
    {"riyadh-north", "مكتب شمال الرياض، طريق الثمامة", "North Riyadh office, Thumamah Road"},
    {"kharj", "مكتب الخرج، طريق الملك فهد", "Al Kharj office, King Fahd Road"},
};
enum { OFFICES = sizeof offices / sizeof offices[0] };

static const char receipt[] =
    "eyJhbGciOiJFUzI1NiIsImtpZCI6InNhbXBsZSIsInR5cCI6ImJhc21hLXJlY2VpcHQrand0In0.eyJjb2RlIjoiSzdRMi1N"
    "NFAiLCJhdCI6IjIwMjYtMTItMDFUMDk6NDE6MjNaIiwia2lvc2siOiJyaXlhZGgtMDciLCJhY3Rpb24iOiJyZWdpc3RlciIs"
    "ImNvbnNlbnQiOjEsInRha2VuIjpbInJpZ2h0X2luZGV4IiwicmlnaHRfbWlkZGxlIiwiZmFjZSJdLCJlcmFzZWQiOiIyMDI2"
    "LTEyLTAxVDA5OjQyOjAyWiIsImNlbnRyZSI6InNhbXBsZSJ9.ypeBEsobvcr6wjGzmiPcTaeG7_gUfE5yuYB3ha_uSLs-I-g"
    "WADlZSjOJT2Vk4bE0i716AIjULErLc-6u1ZwAnQ";

static void add_slot(struct bsm_slots *slots, int office, int day, int time)
{
    static const char *const times[TIMES] = {"08:30", "09:15", "11:00", "13:45"};
    struct bsm_slot *slot = &slots->slots[slots->slots_count++];
    slot->office = (uint8_t)office;
    snprintf(slot->day, sizeof slot->day, "2026-12-%02u", (unsigned)(6 + day + day / 5 * 2) % 32);
    snprintf(slot->time, sizeof slot->time, "%s", times[time]);
}

static void fill_slots(struct bsm_slots *slots)
{
    slots->needs_mobile = true;
    slots->offices_count = OFFICES;
    for (int i = 0; i < OFFICES; i++) {
        slots->offices[i] = offices[i];
        for (int day = 0; day < DAYS; day++)
            for (int time = 0; time < TIMES; time++)
                add_slot(slots, i, day, time);
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
