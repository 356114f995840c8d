#include "net/seal/key_store.h"

#include <assert.h>

enum bsm_status bsm_key_store_create(struct bsm_key_store *store, const char *name)
{
    return store->ops->create(store, name);
}

enum bsm_status bsm_key_store_sign(struct bsm_key_store *store, const char *name, const uint8_t digest[BSM_SHA256_SIZE],
                                   uint8_t signature[BSM_EC_SIGNATURE_SIZE])
{
    return store->ops->sign(store, name, digest, signature);
}

enum bsm_status bsm_key_store_public_key(struct bsm_key_store *store, const char *name, struct bsm_ec_point *point)
{
    return store->ops->public_key(store, name, point);
}

enum bsm_status bsm_key_store_csr(struct bsm_key_store *store, const char *name, const char *common_name,
                                  char pem[BSM_CSR_PEM_SIZE])
{
    return store->ops->csr(store, name, common_name, pem);
}

void bsm_key_store_destroy(struct bsm_key_store *store)
{
    if (store)
        store->ops->destroy(store);
}

static enum bsm_status sign_for(void *context, const uint8_t digest[BSM_SHA256_SIZE],
                                uint8_t signature[BSM_EC_SIGNATURE_SIZE])
{
    struct bsm_store_signer *signer = context;
    return bsm_key_store_sign(signer->store, signer->name, digest, signature);
}

struct bsm_signer bsm_store_signer(struct bsm_store_signer *signer)
{
    assert(signer->store && signer->name);
    return (struct bsm_signer){.sign = sign_for, .context = signer};
}
