/*
 * The hand at libfprint's virtual_image device: puts finger pictures on it, and pulls it out.
 *
 * The device (a part of Debian's libfprint) is switched on by FP_VIRTUAL_IMAGE=FOLDER/SOCKET in the environment of the
 * program under test; it listens there from open to close. It takes what it is sent at once: a picture sent while no
 * capture waits is lost, as a finger that was lifted too early.
 *
 * Pulled out: the device is told that it is unplugged, and its FOLDER is renamed to FOLDER.pulled, so that opening it
 * again fails until it is plugged in (renamed back). FOLDER must hold nothing else.
 *
 * Life: init -> any verb any number of times -> finish. The connection of the last verb is kept open, for its end would
 * be an error to the device. Threads: one. Blocks: each verb up to timeout_ms.
 */
#ifndef BASMA_SIM_READER_READER_H
#define BASMA_SIM_READER_READER_H

#include <stdbool.h>

#include "firmware/base/image.h"
#include "firmware/base/status.h"

enum {
    BSM_SIM_READER_PATH_SIZE = 108, /* of sun_path */
    BSM_SIM_READER_SIDE_MIN_PX = 100,
    BSM_SIM_READER_SIDE_MAX_PX = 1000,
};

/* libfprint's FpDeviceRetry, in its order. */
enum bsm_sim_retry {
    BSM_SIM_RETRY_GENERAL = 0,
    BSM_SIM_RETRY_TOO_SHORT,
    BSM_SIM_RETRY_CENTRE_FINGER,
    BSM_SIM_RETRY_REMOVE_FINGER,
};

enum { BSM_SIM_RETRY_COUNT = BSM_SIM_RETRY_REMOVE_FINGER + 1 };

struct bsm_sim_reader {
    char socket_path[BSM_SIM_READER_PATH_SIZE];
    char folder[BSM_SIM_READER_PATH_SIZE];
    char pulled_folder[BSM_SIM_READER_PATH_SIZE + 8];
    int fd; /* owned; -1 before the first verb */
};

/* INVALID: the path is too long, or names no folder. */
enum bsm_status bsm_sim_reader_init(struct bsm_sim_reader *reader, const char *socket_path);

/* NULL is fine; so is a reader whose init failed. */
void bsm_sim_reader_finish(struct bsm_sim_reader *reader);

/*
 * A finger is put on the glass, seen, and lifted. The verbs below wait for the device to appear and then for it to
 * accept; TIMEOUT: it did neither in time. GONE: it is pulled out, or went away half way. INVALID: not a grey picture
 * of lawful sides.
 */
enum bsm_status bsm_sim_reader_put(struct bsm_sim_reader *reader, const struct bsm_image *picture, int timeout_ms);

/* The sensor asks for another try. */
enum bsm_status bsm_sim_reader_retry(struct bsm_sim_reader *reader, enum bsm_sim_retry code, int timeout_ms);

/* A finger lies on the glass, or was lifted, without a picture so far. */
enum bsm_status bsm_sim_reader_finger(struct bsm_sim_reader *reader, bool on, int timeout_ms);

/* The cable is pulled. OK also when nobody has the device open: it then cannot be opened. GONE: pulled already. FAULT:
 * the folder cannot be renamed (errno tells). */
enum bsm_status bsm_sim_reader_pull(struct bsm_sim_reader *reader);

/* The cable is put back. OK when it was plugged in already. FAULT as above. */
enum bsm_status bsm_sim_reader_plug(struct bsm_sim_reader *reader);

bool bsm_sim_reader_pulled(const struct bsm_sim_reader *reader);

/* Says to the device that no more comes and waits until it has taken everything; for a program that ends at once. */
void bsm_sim_reader_drain(struct bsm_sim_reader *reader, int timeout_ms);

#endif
