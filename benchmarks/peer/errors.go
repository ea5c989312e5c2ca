package main

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// The SQLSTATE of a unique violation.
const uniqueViolation = "23505"

// fromDatabase converts a statement's error to a status. Errors that are statuses stay as they are.
func fromDatabase(ctx context.Context, err error, resource string) error {
	if _, is := status.FromError(err); is {
		return err
	}
	if ctx.Err() != nil {
		return status.FromContextError(ctx.Err()).Err()
	}
	if errors.Is(err, pgx.ErrNoRows) {
		return status.Errorf(codes.NotFound, "there is no %s", resource)
	}
	var refused *pgconn.PgError
	if errors.As(err, &refused) && refused.Code == uniqueViolation {
		return status.Errorf(codes.AlreadyExists, "%s: %s is taken", resource, refused.ConstraintName)
	}
	return status.Errorf(codes.Unavailable, "the database failed: %v", err)
}

// unserved is a request field that the peer does not serve, and whether it is set.
type unserved struct {
	field string
	given bool
}

// refuse returns an error if a field that the peer does not serve is set.
func refuse(fields ...unserved) error {
	for _, one := range fields {
		if one.given {
			return status.Errorf(codes.Unimplemented, "the peer does not serve %s", one.field)
		}
	}
	return nil
}

func invalid(format string, arguments ...any) error {
	return status.Errorf(codes.InvalidArgument, format, arguments...)
}
