/* jpeg.c - libjpeg-turbo */
#include "peers.h"

#include <turbojpeg.h>

double peer_jpeg(const uint8_t *pixels, int width, int height, int quality, size_t *bytes)
{
    static tjhandle handle;
    static unsigned char *file;
    static unsigned long room;
    unsigned long size = tjBufSize(width, height, TJSAMP_420);
    double start;
    if (handle == NULL && (handle = tjInitCompress()) == NULL) {
        return -1;
    }
    if (size > room) {
        tjFree(file);
        room = size;
        if ((file = tjAlloc((int)room)) == NULL) {
            return -1;
        }
    }
    start = peer_seconds();
    if (tjCompress2(handle, pixels, width, 0, height, TJPF_RGB, &file, &size, TJSAMP_420, quality, TJFLAG_NOREALLOC) != 0) {
        return -1;
    }
    start = peer_seconds() - start;
    *bytes = size;
    return start;
}
