/* Publishes pre-encoded MQTT 3.1.1 packets (QoS 0) to 127.0.0.1 as fast as the broker takes them: flood PORT COUNT SIZE.
   Prints how many it sent. It shares nothing with Eventscope, which is the point of it. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { TOPICS = 10, BATCH = 500 };

static void fail(const char *what) {
    perror(what);
    exit(1);
}

static void put(int sock, const unsigned char *data, size_t size) {
    while (size) {
        ssize_t sent = write(sock, data, size);
        if (sent <= 0) fail("write");
        data += sent;
        size -= (size_t)sent;
    }
}

/* One PUBLISH on flood/N; returns its size. */
static size_t encode(unsigned char *to, int topic, size_t payload) {
    char name[16];
    size_t length = (size_t)snprintf(name, sizeof name, "flood/%d", topic), body = 2 + length + payload, at = 0;
    to[at++] = 0x30;
    do {
        unsigned char digit = body % 128;
        body /= 128;
        to[at++] = body ? digit | 0x80 : digit;
    } while (body);
    to[at++] = 0;
    to[at++] = (unsigned char)length;
    memcpy(to + at, name, length);
    memset(to + at + length, 'x', payload);
    return at + length + payload;
}

int main(int count_of, char **given) {
    static const unsigned char connect_packet[] = "\x10\x11\x00\x04MQTT\x04\x02\x00\x00\x00\x05" "flood";
    static const unsigned char disconnect_packet[] = "\xe0\x00";
    if (count_of != 4) return 2;
    long count = atol(given[2]);
    size_t payload = (size_t)atol(given[3]), one = 0;
    struct sockaddr_in place = {.sin_family = AF_INET, .sin_port = htons((unsigned short)atoi(given[1]))};
    unsigned char answer[4], *batch = malloc(BATCH * (payload + 32)), rest[256];
    int yes = 1, sock = socket(AF_INET, SOCK_STREAM, 0);
    if (!batch || sock < 0) fail("start");
    place.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(sock, (struct sockaddr *)&place, sizeof place)) fail("connect");
    setsockopt(sock, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    put(sock, connect_packet, sizeof connect_packet - 1);
    if (recv(sock, answer, 4, MSG_WAITALL) != 4 || answer[3]) fail("CONNACK");
    for (int n = 0; n < BATCH; n++) one = encode(batch + (size_t)n * one, n % TOPICS, payload);
    for (long sent = 0; sent < count; sent += BATCH) {
        long step = count - sent < BATCH ? count - sent : BATCH;
        put(sock, batch, (size_t)step * one);
    }
    put(sock, disconnect_packet, 2);
    while (read(sock, rest, sizeof rest) > 0) {}
    close(sock);
    printf("%ld\n", count);
    return 0;
}
