/*
 * From a template of the engine to a view of an ISO record, and back.
 *
 * A template made of a view has its minutiae and no ridges, so that bsm_finger_match weighs the minutiae alone, with
 * weights of its own; where the print was is taken to be round the minutiae. Either side of a match may be one. The
 * same view gives the same bytes everywhere. Nothing is kept; any thread; up to 100 KiB of stack.
 */
#ifndef BASMA_ENROLL_FINGER_ISO_CONVERT_H
#define BASMA_ENROLL_FINGER_ISO_CONVERT_H

#include "enroll/finger/iso_record.h"

/*
 * All minutiae at 500 ppi, as view 0 of a plain live impression of the position. A template's minutia lies where the
 * ridges' phase turns round it, at or just beside the valley's fork that ISO means. INVALID when it is not a template.
 */
enum bsm_status bsm_iso_view_of_template(const uint8_t *bytes, size_t size, int position, struct bsm_iso_view *view);

/*
 * Writes a template to out, which has room for BSM_FINGER_TEMPLATE_MAX bytes. Of more minutiae than a template holds
 * the best are kept, then those nearest to their middle; one of type "other" becomes an ending (the matcher does not
 * tell them apart); a finger quality that is not reported becomes 0. INVALID, with a sentence in why: no minutiae, a
 * resolution outside 250 to 1000 ppi or unlike across and down, or minutiae further apart than on one finger.
 */
enum bsm_status bsm_iso_view_to_template(const struct bsm_iso_view *view, uint8_t *out, size_t *size,
                                         char why[BSM_ISO_WHY_SIZE]);

#endif
