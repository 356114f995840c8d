/* Runs a fuzz target once over each file of the folders and files named: the corpus as a test, with any compiler. */
#include <dirent.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { FILE_MAX_BYTES = 8 * 1024 * 1024 };

static int run_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file) {
        perror(path);
        return 2;
    }
    uint8_t *bytes = malloc(FILE_MAX_BYTES);
    size_t size = bytes ? fread(bytes, 1, FILE_MAX_BYTES, file) : 0;
    fclose(file);
    if (!bytes)
        return 2;
    uint8_t *exact = malloc(size > 0 ? size : 1); /* the sanitizer then sees a read past the end */
    if (exact) {
        memcpy(exact, bytes, size);
        LLVMFuzzerTestOneInput(exact, size);
    }
    free(exact);
    free(bytes);
    return 0;
}

static int run_folder(const char *path, int *count)
{
    DIR *folder = opendir(path);
    if (!folder) {
        perror(path);
        return 2;
    }
    int result = 0;
    for (struct dirent *entry; result == 0 && (entry = readdir(folder));) {
        if (entry->d_name[0] == '.')
            continue;
        char file[4096];
        snprintf(file, sizeof file, "%s/%s", path, entry->d_name);
        result = run_file(file);
        ++*count;
    }
    closedir(folder);
    return result;
}

int main(int argc, char **argv)
{
    int count = 0;
    for (int i = 1; i < argc; i++) {
        struct stat info;
        bool is_folder = stat(argv[i], &info) == 0 && S_ISDIR(info.st_mode);
        int result = is_folder ? run_folder(argv[i], &count) : (++count, run_file(argv[i]));
        if (result != 0)
            return result;
    }
    printf("%d inputs\n", count);
    return count > 0 ? 0 : 2;
}
