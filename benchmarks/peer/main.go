// The peer: the usual alternative to the registry, a grpc-go service over pgx and PostgreSQL. It serves the methods of
// the registry's contract that benchmarks/run compares, and refuses requests that it does not support.
// Serves until SIGTERM or SIGINT.
package main

import (
	"context"
	_ "embed"
	"flag"
	"fmt"
	"log"
	"net"
	"os/signal"
	"runtime/debug"
	"syscall"

	"github.com/jackc/pgx/v5/pgxpool"
	"google.golang.org/grpc"

	registryv1 "jumelage/benchmarks/peer/gen/registryv1"
)

//go:embed schema.sql
var schema string

var (
	listen      = flag.String("listen", "127.0.0.1:0", "HOST:PORT to serve on.")
	database    = flag.String("database", "", "Connection string of an empty PostgreSQL database.")
	connections = flag.Int("connections", 40, "Connections to the database.")
)

// Garbage is collected when the heap is five times the size of the live data, which is about ten megabytes.
const garbagePercent = 400

// connect creates the tables and returns a pool of connections to the database.
func connect(ctx context.Context) (*pgxpool.Pool, error) {
	config, err := pgxpool.ParseConfig(*database)
	if err != nil {
		return nil, err
	}
	config.MaxConns = int32(*connections)
	config.MinConns = config.MaxConns
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, err
	}
	_, err = pool.Exec(ctx, schema)
	return pool, err
}

func serve() error {
	debug.SetGCPercent(garbagePercent)
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	pool, err := connect(ctx)
	if err != nil {
		return err
	}
	defer pool.Close()
	listener, err := net.Listen("tcp", *listen)
	if err != nil {
		return err
	}
	server := grpc.NewServer(grpc.NumStreamWorkers(64))
	registryv1.RegisterCityServiceServer(server, &cityService{pool: pool})
	registryv1.RegisterTwinningServiceServer(server, &twinningService{pool: pool})
	fmt.Printf("peer listening on %s\n", listener.Addr())
	go func() {
		<-ctx.Done()
		server.GracefulStop()
	}()
	return server.Serve(listener)
}

func main() {
	flag.Parse()
	if err := serve(); err != nil {
		log.Fatalf("peer: %v", err)
	}
}
