/* A kiosk for the tests: real keys, real sealing, libcurl. */
#ifndef BASMA_CENTRAL_TESTS_KIOSK_H
#define BASMA_CENTRAL_TESTS_KIOSK_H

#include "central/tests/centre.h"
#include "enroll/record/record.h"
#include "net/seal/ec_key.h"
#include "net/wire/wire.h"

struct test_reply {
    int status; /* 0: none came */
    size_t size;
    char body[32 * 1024];
    char etag[BSM_HTTP_ETAG_SIZE];
};

struct test_kiosk {
    char url[64];
    char device[BSM_WIRE_DEVICE_SIZE];
    struct bsm_ec_key *tls_key;
    struct bsm_ec_key *capture_key;
    char tls_key_pem[BSM_EC_PRIVATE_PEM_SIZE];
    char certificate[BSM_WIRE_PEM_SIZE];
    char ca[BSM_X509_PEM_SIZE];
    struct bsm_ec_point seal_key;
    void *curl;

    enum bsm_action purpose; /* of the next visits; 0: activate */
    const uint8_t *portrait; /* borrowed: of the next faces */
    size_t portrait_size;    /* 0: none */
    uint64_t seq;
    struct bsm_uuid visit;
    uint8_t nonce[BSM_WIRE_NONCE_SIZE];
    uint8_t previous_hash[BSM_WIRE_HASH_SIZE];
    struct bsm_uuid key;                          /* of the last request; none when it had none */
    char body[128 * 1024];                        /* of the last request */
    struct test_reply reply;                      /* to the last request */
    bool (*on_silence)(struct test_kiosk *kiosk); /* no answer came; true: ask again. NULL: never */
};

/* Makes keys and enrols over /v1/enrol. */
void kiosk_enrol(struct test_kiosk *kiosk, struct test_centre *centre, const char *device);
void kiosk_finish(struct test_kiosk *kiosk);
/* The same kiosk and visit on a connection of its own. */
void kiosk_share(struct test_kiosk *kiosk, const struct test_kiosk *with);
void kiosk_unshare(struct test_kiosk *kiosk);
/* Closes the connection and forgets the TLS session. */
void kiosk_reconnect(struct test_kiosk *kiosk);
/* After the centre came up at another address. */
void kiosk_find(struct test_kiosk *kiosk, const char *address);

/* One request; a NULL key makes a new one, a zero one sends none. The status, kept with the answer in kiosk->reply. */
int kiosk_ask(struct test_kiosk *kiosk, const char *method, const char *path, const char *body,
              const struct bsm_uuid *key);
int kiosk_call(struct test_kiosk *kiosk, enum bsm_wire_call call, const char *body, const struct bsm_uuid *key);
/* A POST with so many blanks. */
int kiosk_ask_large(struct test_kiosk *kiosk, const char *path, size_t size);
/* The problem of the last answer; NONE when it was none. */
enum bsm_problem kiosk_problem(struct test_kiosk *kiosk, struct bsm_wire_problem *problem);

/* The calls; each returns the status. */
int kiosk_open(struct test_kiosk *kiosk);
int kiosk_claim(struct test_kiosk *kiosk, unsigned person, const char *birth_date, struct bsm_wire_claimed *claimed);
/* The capture as it is to be sealed, with the next seq and the chain, its template taken from the record. */
void kiosk_fill_capture(struct test_kiosk *kiosk, enum bsm_modality modality, enum bsm_position position,
                        const struct bsm_record *record, struct bsm_wire_capture *capture);
int kiosk_send_capture(struct test_kiosk *kiosk, const struct bsm_wire_capture *capture);
/* Both index fingers and the face; of two persons where they differ. */
void kiosk_capture_all(struct test_kiosk *kiosk, unsigned fingers_of, unsigned face_of, unsigned view);
/* Those fingers (a list that ends with NONE) and the face. */
void kiosk_capture_fingers(struct test_kiosk *kiosk, const enum bsm_position *fingers, unsigned person, unsigned view);
int kiosk_missing(struct test_kiosk *kiosk, uint32_t fingers, struct bsm_wire_claimed *claimed);
int kiosk_verify(struct test_kiosk *kiosk, struct bsm_wire_verified *verified);
int kiosk_send_code(struct test_kiosk *kiosk, const char *mobile); /* "" : to the one on file */
int kiosk_check_code(struct test_kiosk *kiosk, const char *code);
int kiosk_user_name(struct test_kiosk *kiosk, const char *user_name);
int kiosk_complete(struct test_kiosk *kiosk); /* an activation */
int kiosk_complete_with(struct test_kiosk *kiosk, enum bsm_action action, const char *password);

#endif
