#include "central/passwords/hash.h"

#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <sodium.h>
#include <string.h>
#include <time.h>

_Static_assert(BSM_PASSWORD_HASH_SIZE >= crypto_pwhash_STRBYTES, "the hash fits");
_Static_assert(BSM_PASSWORD_SALT_SIZE == crypto_pwhash_SALTBYTES, "the salt fits");

static sem_t places;
static bool started;

static void set_up(void) { started = sodium_init() >= 0 && !sem_init(&places, 0, BSM_PASSWORD_HASHES_AT_ONCE); }

enum bsm_status bsm_password_hash_start(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, set_up);
    return started ? BSM_OK : BSM_FAULT;
}

static bool take_place(void)
{
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += BSM_PASSWORD_WAIT_S;
    int taken;
    do {
        taken = sem_timedwait(&places, &until);
    } while (taken && errno == EINTR);
    return !taken;
}

enum bsm_status bsm_password_hash_make(const char *password, char hash[BSM_PASSWORD_HASH_SIZE])
{
    memset(hash, 0, BSM_PASSWORD_HASH_SIZE);
    if (!take_place()) {
        return BSM_BUSY;
    }
    int failed = crypto_pwhash_str_alg(hash, password, strlen(password), BSM_PASSWORD_HASH_PASSES,
                                       (size_t)BSM_PASSWORD_HASH_MIB * 1024 * 1024, crypto_pwhash_ALG_ARGON2ID13);
    sem_post(&places);
    return failed ? BSM_NO_MEMORY : BSM_OK;
}

enum bsm_status bsm_password_stand_in(const char *password, const uint8_t salt[BSM_PASSWORD_SALT_SIZE],
                                      uint8_t stand_in[BSM_PASSWORD_STAND_IN_SIZE])
{
    memset(stand_in, 0, BSM_PASSWORD_STAND_IN_SIZE);
    if (!take_place()) {
        return BSM_BUSY;
    }
    int failed =
        crypto_pwhash(stand_in, BSM_PASSWORD_STAND_IN_SIZE, password, strlen(password), salt, BSM_PASSWORD_HASH_PASSES,
                      (size_t)BSM_PASSWORD_HASH_MIB * 1024 * 1024, crypto_pwhash_ALG_ARGON2ID13);
    sem_post(&places);
    return failed ? BSM_NO_MEMORY : BSM_OK;
}

bool bsm_password_hash_is_of(const char *hash, const char *password)
{
    return crypto_pwhash_str_verify(hash, password, strlen(password)) == 0;
}
