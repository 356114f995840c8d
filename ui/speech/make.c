/*
 * basma-voice: makes the sounds of a language, at build time: one file for each sentence, from LANGUAGE.words, by a
 * program that speaks it: espeak-ng, or flite. The same words give the same bytes.
 */
#include <SDL.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "firmware/base/file.h"
#include "ui/speech/arabic.h"
#include "ui/speech/player.h"
#include "ui/speech/sentence.h"

enum {
    LINE_SIZE = 2048,
    WORDS_FILE_MAX = 64 * 1024,
    WAVE_HEAD = 44,
    WAVE_SIZE = WAVE_HEAD + 2 * BSM_CLIP_SAMPLES_MAX,
    SHORTEST_MS = 350,
    LOUDNESS = 4500,   /* of every sentence, whichever voice: the root mean square where it sounds */
    PEAK_MOST = 32000, /* what is louder for an instant is cut */
    WINDOW_MS = 20,
    WINDOW_SOUNDS = 400, /* of a window that sounds */
    SILENT = 160,        /* below it is no sound */
    MARGIN_MS = 15,      /* of silence that is kept around the sound */
    EXIT_USAGE = 2,
};

struct book {
    const char *path;
    const char *out;
    char program[16];
    char voice[16];
    char speed[8];
    char *words[BSM_SENTENCE_LAST + 1]; /* inside text */
    char *text;
};

static bool complain(const struct book *book, const char *name, const char *what)
{
    fprintf(stderr, "basma-voice: %s: %s: %s\n", book->path, name, what);
    return false;
}

static char **place_of(struct book *book, const char *name)
{
    for (int i = 1; i <= BSM_SENTENCE_LAST; i++)
        if (strcmp(name, bsm_sentence_name((enum bsm_sentence)i)) == 0)
            return &book->words[i];
    return NULL;
}

/* "espeak-ng ar 170": the program, its voice, its speed. */
static bool take_voice(struct book *book, const char *words)
{
    int end = 0;
    if (sscanf(words, "%15s %15s %7s%n", book->program, book->voice, book->speed, &end) == 3 && words[end] == '\0' &&
        (strcmp(book->program, "espeak-ng") == 0 || strcmp(book->program, "flite") == 0))
        return true;
    return complain(book, "voice", "is neither espeak-ng VOICE SPEED nor flite VOICE STRETCH");
}

static bool take_line(struct book *book, char *line)
{
    char *equals = strstr(line, " = ");
    if (line[0] == '\0' || line[0] == '#')
        return true;
    if (!equals)
        return complain(book, line, "is no NAME = WORDS");
    *equals = '\0';
    char *words = equals + 3;
    char **place = place_of(book, line);
    if (strcmp(line, "voice") == 0)
        return take_voice(book, words);
    if (!place || *place)
        return complain(book, line, place ? "stands twice" : "no sentence has this name");
    *place = words;
    return true;
}

static bool read_book(struct book *book)
{
    uint8_t *bytes = NULL;
    size_t size = 0;
    if (bsm_file_read(book->path, WORDS_FILE_MAX, &bytes, &size) != BSM_OK)
        return complain(book, "the file", "cannot be read");
    book->text = (char *)bytes;
    char *rest = book->text;
    for (char *line; (line = strsep(&rest, "\n"));)
        if (!take_line(book, line))
            return false;
    if (!book->voice[0])
        return complain(book, "voice", "missing");
    for (int i = 1; i <= BSM_SENTENCE_LAST; i++)
        if (!book->words[i])
            return complain(book, bsm_sentence_name((enum bsm_sentence)i), "has no words");
    return true;
}

/* What the program is given: for Arabic the sounds themselves. */
static bool spell(const struct book *book, enum bsm_sentence sentence, char text[LINE_SIZE])
{
    const char *name = bsm_sentence_name(sentence), *wrong = "";
    if (strcmp(book->voice, "ar") != 0)
        return (size_t)snprintf(text, LINE_SIZE, "%s", book->words[sentence]) < LINE_SIZE;
    if (bsm_arabic_phonemes(book->words[sentence], text, LINE_SIZE, &wrong) == BSM_OK)
        return true;
    complain(book, name, "is not wholly vocalised, or has what is no Arabic, here or just after:");
    return complain(book, name, wrong);
}

static void become_speaker(const struct book *book, const char *text, int sound_fd)
{
    char stretch[32];
    snprintf(stretch, sizeof stretch, "duration_stretch=%s", book->speed);
    dup2(sound_fd, STDOUT_FILENO);
    if (strcmp(book->program, "flite") == 0)
        execlp("flite", "flite", "-voice", book->voice, "--setf", stretch, "-t", text, "-o", "/dev/stdout",
               (char *)NULL);
    else
        execlp("espeak-ng", "espeak-ng", "-v", book->voice, "-s", book->speed, "--stdout", "--", text, (char *)NULL);
    perror("basma-voice");
    _exit(127);
}

static size_t read_all(int fd, uint8_t *bytes, size_t size)
{
    size_t used = 0;
    for (ssize_t got; used < size && (got = read(fd, bytes + used, size - used)) > 0;)
        used += (size_t)got;
    return used;
}

/* The WAVE that the program writes for text; 0: it failed. */
static size_t speak(const struct book *book, const char *text, uint8_t wave[WAVE_SIZE])
{
    int pipe_fds[2];
    int status = 0;
    if (pipe(pipe_fds) != 0)
        return 0;
    pid_t pid = fork();
    if (pid == 0)
        become_speaker(book, text, pipe_fds[1]);
    close(pipe_fds[1]);
    size_t size = pid > 0 ? read_all(pipe_fds[0], wave, WAVE_SIZE) : 0;
    close(pipe_fds[0]);
    if (pid > 0)
        waitpid(pid, &status, 0);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? size : 0;
}

static unsigned number_at(const uint8_t *bytes)
{
    return (unsigned)bytes[0] | (unsigned)bytes[1] << 8 | (unsigned)bytes[2] << 16 | (unsigned)bytes[3] << 24;
}

/* Of one channel and 16 bit; 0: it is no such one. */
static int rate_of(const uint8_t *wave, size_t size)
{
    bool known = size > WAVE_HEAD && memcmp(wave, "RIFF", 4) == 0 && memcmp(wave + 8, "WAVEfmt ", 8) == 0 &&
                 number_at(wave + 20) == 0x10001 /* PCM, one channel */ && wave[34] == 16 &&
                 memcmp(wave + 36, "data", 4) == 0;
    return known ? (int)number_at(wave + 24) : 0;
}

/* Samples of ours from those of the program; how many. */
static size_t resample(const uint8_t *wave, size_t size, int16_t *samples, size_t most)
{
    int got = 0;
    SDL_AudioStream *stream = SDL_NewAudioStream(AUDIO_S16LSB, 1, rate_of(wave, size), AUDIO_S16LSB, 1, BSM_CLIP_RATE);
    if (stream && SDL_AudioStreamPut(stream, wave + WAVE_HEAD, (int)(size - WAVE_HEAD) & ~1) == 0 &&
        SDL_AudioStreamFlush(stream) == 0)
        got = SDL_AudioStreamGet(stream, samples, (int)(most * sizeof *samples));
    SDL_FreeAudioStream(stream);
    return got > 0 ? (size_t)got / sizeof *samples : 0;
}

static int height(int16_t sample) { return sample < 0 ? -sample : sample; }

static double window_power(const int16_t *samples, size_t count)
{
    double sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += (double)samples[i] * samples[i];
    return sum / (double)count;
}

/* Over the windows that sound, so that pauses do not count; 0: none does. */
static double loudness(const int16_t *samples, size_t count)
{
    const size_t window = BSM_CLIP_RATE * WINDOW_MS / 1000;
    double sum = 0;
    int windows = 0;
    for (size_t at = 0; at + window <= count; at += window) {
        double power = window_power(samples + at, window);
        if (power < WINDOW_SOUNDS * WINDOW_SOUNDS)
            continue;
        sum += power;
        windows++;
    }
    return windows > 0 ? sqrt(sum / windows) : 0;
}

static void make_as_loud_as_all(int16_t *samples, size_t count, double loud)
{
    for (size_t i = 0; i < count; i++) {
        double sample = samples[i] * LOUDNESS / loud;
        samples[i] = (int16_t)(sample > PEAK_MOST ? PEAK_MOST : sample < -PEAK_MOST ? -PEAK_MOST : sample);
    }
}

/* Cuts the silence around the sound and makes it as loud as all others; the number of samples, 0: no sound to speak of.
 */
static size_t trim(int16_t *samples, size_t count)
{
    size_t first = 0, margin = BSM_CLIP_RATE * MARGIN_MS / 1000;
    double loud = loudness(samples, count);
    if (loud <= 0)
        return 0;
    make_as_loud_as_all(samples, count, loud);
    while (height(samples[first]) < SILENT)
        first++;
    while (height(samples[count - 1]) < SILENT)
        count--;
    count -= first;
    memmove(samples + margin, samples + first, count * sizeof *samples);
    memset(samples, 0, margin * sizeof *samples);
    memset(samples + margin + count, 0, margin * sizeof *samples);
    return count + 2 * margin;
}

static bool make_sound(const struct book *book, enum bsm_sentence sentence, const char *text)
{
    static uint8_t wave[WAVE_SIZE];
    static int16_t samples[BSM_CLIP_SAMPLES_MAX + BSM_CLIP_RATE];
    char path[4096];
    const char *name = bsm_sentence_name(sentence);
    size_t size = speak(book, text, wave);
    if (rate_of(wave, size) <= 0)
        return complain(book, name, "no sound was made; are espeak-ng and flite installed? (./basma setup)");
    if (size == WAVE_SIZE)
        return complain(book, name, "is too long to be listened to");
    size_t count = trim(samples, resample(wave, size, samples, BSM_CLIP_SAMPLES_MAX));
    if (count < BSM_CLIP_RATE * SHORTEST_MS / 1000)
        return complain(book, name, "has hardly any sound");
    if (count > BSM_CLIP_SAMPLES_MAX || snprintf(path, sizeof path, "%s/%s.pcm", book->out, name) >= (int)sizeof path)
        return complain(book, name, "is too long");
    if (bsm_file_write(path, samples, count * sizeof *samples, 0644) != BSM_OK)
        return complain(book, path, strerror(errno));
    return true;
}

static bool make_all(const struct book *book)
{
    char text[LINE_SIZE];
    for (int i = 1; i <= BSM_SENTENCE_LAST; i++) {
        if (!spell(book, (enum bsm_sentence)i, text))
            return false;
        if (!book->out)
            printf("%-18s %s\n", bsm_sentence_name((enum bsm_sentence)i), text);
        else if (!make_sound(book, (enum bsm_sentence)i, text))
            return false;
    }
    return true;
}

int main(int argc, char **argv)
{
    if (argc < 2 || argc > 3 || argv[1][0] == '-') {
        fputs("usage: basma-voice LANGUAGE.words [FOLDER]\n"
              "Makes FOLDER/NAME.pcm (22050 Hz, 16 bit, mono) of each sentence; without FOLDER prints what the program "
              "that\n"
              "speaks is given: words, or for Arabic phonemes.\n"
              "exit: 0 done, 1 something is wrong with the words or the program, 2 usage\n",
              argc == 2 && strcmp(argv[1], "--help") == 0 ? stdout : stderr);
        return argc == 2 && strcmp(argv[1], "--help") == 0 ? EXIT_SUCCESS : EXIT_USAGE;
    }
    struct book book = {.path = argv[1], .out = argc == 3 ? argv[2] : NULL};
    bool done = (!book.out || bsm_file_make_folders(book.out, 0755) == BSM_OK) && read_book(&book) && make_all(&book);
    free(book.text);
    return done ? EXIT_SUCCESS : EXIT_FAILURE;
}
