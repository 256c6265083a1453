/*
	A ring of bytes between an interrupt or a task and the program: one side only puts, the other only takes. The indexes run
	freely, so that their difference is the count, also where they wrap; the size is a power of two.
*/
#ifndef __RING_H__
#define __RING_H__

#include <stdint.h>
#include <string.h>

// What was written before is there for whoever sees what is written after, on another core as well.
#define ringBarrier() __atomic_thread_fence(__ATOMIC_ACQ_REL)

typedef struct {
	uint8_t *bytes;
	uint32_t size;
	volatile uint32_t put;		// bytes put since the beginning, modulo 2^32
	volatile uint32_t taken;	// bytes taken since the beginning, modulo 2^32
} Ring;

static inline uint32_t ringCount(const Ring *ring)
{
	return ring->put - ring->taken;
}

static inline uint32_t ringFree(const Ring *ring)
{
	return ring->size - ringCount(ring);
}

// There must be room.
static inline void ringPut(Ring *ring, uint8_t byte)
{
	ring->bytes[ring->put & (ring->size - 1)] = byte;
	ringBarrier();		// the byte before the index that tells of it
	ring->put += 1;
}

// There must be one.
static inline uint8_t ringTake(Ring *ring)
{
	uint8_t byte = ring->bytes[ring->taken & (ring->size - 1)];
	ringBarrier();
	ring->taken += 1;
	return byte;
}

// Room for `count` there must be.
static inline void ringPutAll(Ring *ring, const uint8_t *from, uint32_t count)
{
	uint32_t at = ring->put & (ring->size - 1);
	uint32_t first = ring->size - at;
	if (first > count)
		first = count;
	memcpy(ring->bytes + at, from, first);
	memcpy(ring->bytes, from + first, count - first);
	ringBarrier();
	ring->put += count;
}

// `count` there must be.
static inline void ringTakeAll(Ring *ring, uint8_t *to, uint32_t count)
{
	uint32_t at = ring->taken & (ring->size - 1);
	uint32_t first = ring->size - at;
	if (first > count)
		first = count;
	memcpy(to, ring->bytes + at, first);
	memcpy(to + first, ring->bytes, count - first);
	ringBarrier();
	ring->taken += count;
}

// For the side that takes.
static inline void ringSkipAll(Ring *ring)
{
	ring->taken = ring->put;
}

#endif
