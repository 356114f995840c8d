/*
 * People for the tests of records and decisions: fingers from enroll/finger's test prints, faces from numbers. The same
 * person and view is the same template; two views of a person are alike, two persons are not.
 */
#ifndef BASMA_RECORD_TEST_PEOPLE_H
#define BASMA_RECORD_TEST_PEOPLE_H

#include "enroll/record/record.h"

/* Puts the finger of a person into the record. */
void test_add_finger(struct bsm_record *record, unsigned person, enum bsm_position position, unsigned view);

/* Puts the face of a person, seen by a model (0 the usual one), into the record. */
void test_add_face(struct bsm_record *record, unsigned person, unsigned view, uint8_t model);

/* Two index fingers and the face. */
struct bsm_record test_person(unsigned person, unsigned view);

#endif
