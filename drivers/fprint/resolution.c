#include "drivers/fprint/resolution.h"

#include <stddef.h>
#include <string.h>

#include "firmware/base/log.h"

enum { USUAL_PPI = 500 };

/*
 * The image drivers of libfprint 1.94.5. Sources: [m] the figure commonly given for the maker's sensor; [r] checked
 * against recorded traffic of a real device: the median distance between ridges in its picture, for adults about 0.4
 * to 0.6 mm; [u] assumed to be the usual 500, because no figure of the maker's was found. What counts is the picture
 * that comes out: where a driver enlarges it, the sensor's figure is multiplied.
 */
static const struct {
    const char *driver;
    int ppi;
} table[] = {
    {"aes1610", 500},  /* [m] AuthenTec AES1610, slide sensor, 500 ppi */
    {"aes1660", 500},  /* [m] AES1660, as AES1610 */
    {"aes2501", 500},  /* [m] AES2501: 192 x 16 pixels, 500 ppi */
    {"aes2550", 500},  /* [m] AES2550 */
    {"aes2660", 500},  /* [m] AES2660 */
    {"aes3500", 1000}, /* [r] the driver doubles 128 x 128 pixels; 19 px = 0.48 mm */
    {"aes4000", 750},  /* [m] AES4000: 250 ppi over 9.75 mm; the driver enlarges 96 x 96 pixels three times */
    {"egis0570", 508}, /* [r] 11.8 px = 0.59 mm */
    {"elan", 508},     /* [u] Elan's strips, 50 um a pixel */
    {"elanspi", 508},  /* [u] as elan */
    {"etes603", 500},  /* [u] EgisTec ES603, swipe, 192 pixels */
    {"nb1010", 385}, /* [m] NEXT NB-1010: 256 x 180 pixels on 16.9 x 11.9 mm; one recording: 10.1 px = 0.67 mm, wide */
    {"upeksonly", 508},     /* [m] UPEK TouchStrip, 50 um a pixel */
    {"upektc", 508},        /* [m] UPEK TouchChip TCS1, TCS2, 50 um a pixel */
    {"upektc_img", 508},    /* [m] UPEK TouchChip, 50 um a pixel */
    {"uru4000", 512},       /* [m] DigitalPersona U.are.U 4000 and 4500: 512 dpi, average over the area */
    {"vcom5s", 500},        /* [m] Veridicom 5th Sense, 300 x 288 pixels */
    {"vfs0050", 500},       /* [u] */
    {"vfs101", 500},        /* [u] */
    {"vfs301", 500},        /* [u] */
    {"vfs5011", 508},       /* [r] 160 pixels on 8 mm; 11.4 px = 0.57 mm */
    {"vfs7552", 500},       /* [u] */
    {"virtual_image", 500}, /* what the feeder is told to draw */
};

int bsm_fprint_resolution_ppi(const char *driver)
{
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (strcmp(table[i].driver, driver) == 0)
            return table[i].ppi;
    bsm_log(BSM_LOG_WARNING, "drivers/fprint", "resolution not known, taking %d ppi, driver=%s", USUAL_PPI, driver);
    return USUAL_PPI;
}
