package main

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"google.golang.org/grpc/status"

	registryv1 "jumelage/benchmarks/peer/gen/registryv1"
)

const (
	// Reads of one batch at most, and batches at a time: about where more helps no more on two cores.
	maxBatch = 64
	batches  = 4
	// Callers do not wait for a batch longer than they want to; this is for a database that does not answer.
	batchTimeout = 30 * time.Second
)

// cityReader reads cities: those that wait together go to the database as one of pgx's batches, in one round trip.
// A read that comes alone waits for no other.
type cityReader struct {
	pool    *pgxpool.Pool
	waiting chan *cityRead
}

type cityRead struct {
	name string
	// Set when `done` is closed.
	city *registryv1.City
	err  error
	done chan struct{}
}

// newCityReader gives a reader that works as long as the process.
func newCityReader(pool *pgxpool.Pool) *cityReader {
	reader := &cityReader{pool: pool, waiting: make(chan *cityRead, maxBatch)}
	for range batches {
		go reader.run()
	}
	return reader
}

func (r *cityReader) read(ctx context.Context, name string) (*registryv1.City, error) {
	read := &cityRead{name: name, done: make(chan struct{})}
	select {
	case r.waiting <- read:
	case <-ctx.Done():
		return nil, status.FromContextError(ctx.Err()).Err()
	}
	select {
	case <-read.done:
		return read.city, read.err
	case <-ctx.Done():
		return nil, status.FromContextError(ctx.Err()).Err()
	}
}

func (r *cityReader) run() {
	reads := make([]*cityRead, 0, maxBatch)
	for read := range r.waiting {
		reads = append(reads[:0], read)
		for len(reads) < maxBatch && len(r.waiting) > 0 {
			select {
			case read := <-r.waiting:
				reads = append(reads, read)
			default: // Another batch took it.
			}
		}
		r.send(reads)
	}
}

func (r *cityReader) send(reads []*cityRead) {
	ctx, cancel := context.WithTimeout(context.Background(), batchTimeout)
	defer cancel()
	batch := &pgx.Batch{}
	for _, read := range reads {
		batch.Queue(selectCity, read.name)
	}
	answers := r.pool.SendBatch(ctx, batch)
	defer answers.Close()
	for _, read := range reads {
		read.city, read.err = scanCity(answers.QueryRow())
		if read.err != nil {
			read.err = fromDatabase(ctx, read.err, read.name)
		}
		close(read.done)
	}
}
