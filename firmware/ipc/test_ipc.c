#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "firmware/ipc/channel.h"
#include "firmware/ipc/preview.h"

static struct bsm_channel hub, leaf;
static struct bsm_message sent, received;

static int open_channel(void **state)
{
    (void)state;
    int fds[2];
    if (bsm_channel_pair(fds) != BSM_OK)
        return 1;
    bsm_channel_init(&hub, fds[0]);
    bsm_channel_init(&leaf, fds[1]);
    memset(&sent, 0, sizeof sent);
    return 0;
}

static int close_channel(void **state)
{
    (void)state;
    bsm_channel_finish(&hub);
    bsm_channel_finish(&leaf);
    return 0;
}

static void a_claim_is_these_bytes(void **state)
{
    (void)state;
    sent.type = BSM_MESSAGE_NET_CLAIM;
    sent.round = 0x01020304;
    sent.as.net_claim.head.request = 7;
    memset(&sent.as.net_claim.head.key, 0xaa, 16);
    memset(&sent.as.net_claim.head.visit, 0xbb, 16);
    strcpy(sent.as.net_claim.id_number, "1000000008");
    strcpy(sent.as.net_claim.birth_date, "1990-05-17");
    uint8_t expected[5 + 4 + 32 + 11 + 11] = {BSM_MESSAGE_NET_CLAIM, 4, 3, 2, 1, 7, 0, 0, 0};
    memset(expected + 9, 0xaa, 16);
    memset(expected + 25, 0xbb, 16);
    expected[41] = 10;
    memcpy(expected + 42, "1000000008", 10);
    expected[52] = 10;
    memcpy(expected + 53, "1990-05-17", 10);
    uint8_t bytes[BSM_MESSAGE_BYTES_MAX];
    size_t size;
    bsm_message_encode(&sent, bytes, sizeof bytes, &size);
    assert_int_equal(size, sizeof expected);
    assert_memory_equal(bytes, expected, size);
}

static void the_largest_capture_travels_whole(void **state)
{
    (void)state;
    sent.type = BSM_MESSAGE_CAPTURED;
    sent.round = 3;
    struct bsm_captured *captured = &sent.as.captured;
    captured->modality = BSM_MODALITY_FINGER;
    captured->position = BSM_POSITION_RIGHT_INDEX;
    captured->quality = 80;
    captured->seq = UINT64_C(0x1122334455667788);
    captured->sealed.text_size = BSM_SEALED_TEXT_MAX;
    memset(captured->sealed.text, 0x5a, BSM_SEALED_TEXT_MAX);
    assert_int_equal(bsm_channel_send(&leaf, &sent, -1), BSM_OK);
    int descriptor;
    assert_int_equal(bsm_channel_receive(&hub, &received, &descriptor), BSM_OK);
    assert_int_equal(descriptor, -1);
    assert_memory_equal(&received, &sent, sizeof sent);
    assert_int_equal(bsm_channel_receive(&hub, &received, &descriptor), BSM_BUSY);
    bsm_channel_finish(&leaf);
    assert_int_equal(bsm_channel_receive(&hub, &received, &descriptor), BSM_GONE);
}

/* Fills a message of the type with values in range, by trying bytes until one decodes. */
static void every_truncation_of_every_message_is_refused(void **state)
{
    (void)state;
    for (int type = 1; type <= BSM_MESSAGE_LAST; type++) {
        uint8_t bytes[512] = {(uint8_t)type};
        size_t size = 5;
        memset(bytes + 5, 0x01, sizeof bytes - 5);
        for (size = 5; size < sizeof bytes; size++)
            if (bsm_message_decode(&received, bytes, size) == BSM_OK)
                break;
        if (size == sizeof bytes)
            continue; /* sealed texts: covered above */
        assert_int_equal(received.type, type);
        for (size_t less = 0; less < size; less++)
            assert_int_equal(bsm_message_decode(&received, bytes, less), BSM_INVALID);
        assert_int_equal(bsm_message_decode(&received, bytes, size + 1), BSM_INVALID);
    }
}

static void random_bytes_never_hurt_the_codec(void **state)
{
    (void)state;
    srand(1);
    for (int i = 0; i < 200000; i++) {
        uint8_t bytes[200];
        size_t size = (size_t)(rand() % (int)sizeof bytes);
        for (size_t k = 0; k < size; k++)
            bytes[k] = (uint8_t)(rand() % 4 ? rand() % 8 : rand());
        if (size > 0)
            bytes[0] = (uint8_t)(rand() % (BSM_MESSAGE_LAST + 2));
        if (bsm_message_decode(&received, bytes, size) != BSM_OK)
            continue;
        uint8_t again[BSM_MESSAGE_BYTES_MAX];
        size_t again_size;
        bsm_message_encode(&received, again, sizeof again, &again_size);
        assert_int_equal(again_size, size);
        assert_memory_equal(again, bytes, size);
    }
}

static void each_message_has_a_way_and_a_name_of_its_own(void **state)
{
    (void)state;
    for (int type = 1; type <= BSM_MESSAGE_LAST; type++) {
        int ways = 0;
        for (int at = 0; at < BSM_LEAF_COUNT; at++) {
            ways += bsm_message_permitted((enum bsm_message_type)type, (enum bsm_leaf)at, true);
            ways += bsm_message_permitted((enum bsm_message_type)type, (enum bsm_leaf)at, false);
        }
        assert_true(ways > 0);
        for (int other = 1; other < type; other++)
            assert_string_not_equal(bsm_message_name((enum bsm_message_type)type),
                                    bsm_message_name((enum bsm_message_type)other));
    }
    assert_false(bsm_message_permitted(BSM_MESSAGE_NET_VERIFIED, BSM_LEAF_UI, true));
    assert_false(bsm_message_permitted(BSM_MESSAGE_CAPTURED, BSM_LEAF_BIO, false));
    assert_true(bsm_message_permitted(BSM_MESSAGE_CAPTURED, BSM_LEAF_BIO, true));
}

static void a_descriptor_where_none_belongs_is_refused(void **state)
{
    (void)state;
    struct iovec span = {.iov_base = (uint8_t[]){BSM_MESSAGE_READY, 0, 0, 0, 0}, .iov_len = 5};
    _Alignas(struct cmsghdr) char control[CMSG_SPACE(sizeof(int))] = {0};
    struct msghdr packet = {
        .msg_iov = &span, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
    struct cmsghdr *header = CMSG_FIRSTHDR(&packet);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof(int));
    memcpy(CMSG_DATA(header), &(int){0}, sizeof(int));
    assert_int_equal(sendmsg(leaf.fd, &packet, 0), 5);
    int descriptor;
    assert_int_equal(bsm_channel_receive(&hub, &received, &descriptor), BSM_INVALID);
    assert_int_equal(descriptor, -1);
}

static void the_preview_reaches_a_reader_that_cannot_write(void **state)
{
    (void)state;
    struct bsm_preview writer, reader;
    assert_int_equal(bsm_preview_create(&writer), BSM_OK);
    sent.type = BSM_MESSAGE_PREVIEW;
    assert_int_equal(bsm_channel_send(&leaf, &sent, writer.fd), BSM_OK);
    int descriptor;
    assert_int_equal(bsm_channel_receive(&hub, &received, &descriptor), BSM_OK);
    assert_ptr_equal(mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0), MAP_FAILED);
    assert_int_equal(bsm_preview_open(&reader, descriptor), BSM_OK);
    struct bsm_preview_frame frame;
    assert_false(bsm_preview_take(&reader, 0, &frame));

    struct bsm_image image = {0};
    assert_int_equal(bsm_image_init(&image, 1280, 720, BSM_IMAGE_RGB24, 0), BSM_OK);
    image.pixels[280 * 3] = 200; /* the left edge of the middle square */
    bsm_preview_put(&writer, BSM_PREVIEW_FACE, &image, true);
    assert_true(bsm_preview_take(&reader, 0, &frame));
    assert_int_equal(frame.width_px, 720);
    assert_int_equal(frame.height_px, 720);
    assert_int_equal(frame.pixels[719], 200 << 16);
    assert_false(bsm_preview_take(&reader, frame.sequence, &frame));
    bsm_preview_clear(&writer);
    assert_true(bsm_preview_take(&reader, frame.sequence, &frame));
    assert_int_equal(frame.kind, BSM_PREVIEW_NOTHING);
    bsm_image_finish(&image);
    bsm_preview_finish(&reader);
    bsm_preview_finish(&writer);
    bsm_preview_finish(&writer);
}

static void a_descriptor_that_is_no_preview_is_refused(void **state)
{
    (void)state;
    struct bsm_preview reader;
    assert_int_equal(bsm_preview_open(&reader, open("/dev/zero", O_RDWR)), BSM_INVALID);
    int fd = memfd_create("other", MFD_ALLOW_SEALING);
    assert_int_equal(ftruncate(fd, 100), 0);
    assert_int_equal(bsm_preview_open(&reader, fd), BSM_INVALID);
    bsm_preview_finish(&reader);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_claim_is_these_bytes, open_channel, close_channel),
        cmocka_unit_test_setup_teardown(the_largest_capture_travels_whole, open_channel, close_channel),
        cmocka_unit_test(every_truncation_of_every_message_is_refused),
        cmocka_unit_test(random_bytes_never_hurt_the_codec),
        cmocka_unit_test(each_message_has_a_way_and_a_name_of_its_own),
        cmocka_unit_test_setup_teardown(a_descriptor_where_none_belongs_is_refused, open_channel, close_channel),
        cmocka_unit_test_setup_teardown(the_preview_reaches_a_reader_that_cannot_write, open_channel, close_channel),
        cmocka_unit_test(a_descriptor_that_is_no_preview_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
