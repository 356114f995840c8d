/* What the screens of an appointment share: the list of slots by day and time, and the card that says one in words. */
#ifndef BASMA_UI_SCREENS_BOOKING_H
#define BASMA_UI_SCREENS_BOOKING_H

#include "firmware/ipc/messages.h"
#include "ui/column.h"

/* In the present language, or else in the other. */
const char *bsm_office_name(const struct bsm_office *office);

/* The first slot after `slot` (-1: from the beginning) of another day of the office, or of the same day as `day` is;
 * -1: none. */
int bsm_slots_next_day(const struct bsm_slots *slots, int office, int slot);
int bsm_slots_next_time(const struct bsm_slots *slots, int day, int slot);

/* Office, day in both calendars and time; and, unless "", what is said of the message to the person's phone. */
void bsm_booking_card(struct bsm_column *column, const struct bsm_office *office, const char *day, const char *time,
                      const char *message);

#endif
