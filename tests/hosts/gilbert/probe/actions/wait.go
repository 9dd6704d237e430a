package actions

import (
	"context"
	"fmt"
	"time"

	"example.com/acme/gilbert-plugin-probe/internal/gilbert"
	"example.com/acme/gilbert-plugin-probe/internal/schema"
)

// Wait is the action wait: Waits until it is cancelled.
func Wait(ctx context.Context, job *gilbert.Job[schema.Settings], _ schema.WaitInput) (schema.WaitOutput, error) {
	job.Log.Log("waiting")
	<-ctx.Done()
	// The host must not end its process before this.
	time.Sleep(100 * time.Millisecond)
	job.Log.Log("tidied up")
	return schema.WaitOutput{}, fmt.Errorf("no longer waiting: %w", ctx.Err())
}
