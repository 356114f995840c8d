/* Views of ISO/IEC 19794-2 records for tests. */
#ifndef BASMA_ENROLL_FINGER_TEST_ISO_VIEW_H
#define BASMA_ENROLL_FINGER_TEST_ISO_VIEW_H

#include "enroll/finger/iso_record.h"

/* A right index finger of two minutiae. */
struct bsm_iso_view test_iso_view(void);

/* Gives the view count minutiae, all different. */
void test_iso_fill(struct bsm_iso_view *view, int count);

#endif
