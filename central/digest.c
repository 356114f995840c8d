#include "central/digest.h"

#include <string.h>

struct bsm_digest bsm_digest_of(const void *bytes, size_t size)
{
    struct bsm_digest digest;
    bsm_sha256(bytes, size, digest.bytes);
    return digest;
}

/* The purpose first makes a key of its own; that key then takes the bytes: no copy of what is personal is made. */
struct bsm_digest bsm_digest_keyed(const struct bsm_digest_key *key, const char *purpose, const void *bytes,
                                   size_t size)
{
    struct bsm_digest derived;
    bsm_hmac_sha256(key->bytes, sizeof key->bytes, purpose, strlen(purpose), derived.bytes);
    struct bsm_digest digest;
    bsm_hmac_sha256(derived.bytes, sizeof derived.bytes, bytes, size, digest.bytes);
    return digest;
}

bool bsm_digest_equal(const struct bsm_digest *a, const struct bsm_digest *b)
{
    return bsm_secret_equal(a->bytes, b->bytes, sizeof a->bytes);
}

bool bsm_digest_is_none(const struct bsm_digest *digest)
{
    static const struct bsm_digest none;
    return memcmp(digest, &none, sizeof none) == 0;
}
