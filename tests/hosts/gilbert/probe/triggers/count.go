package triggers

import (
	"context"
	"encoding/json"
	"time"

	"example.com/acme/gilbert-plugin-probe/internal/gilbert"
	"example.com/acme/gilbert-plugin-probe/internal/schema"
)

// Count is the trigger count: Counts, also over several runs.
func Count(ctx context.Context, _ *gilbert.Job[schema.Settings], _ schema.CountInput, session *gilbert.Session[schema.CountOutput]) error {
	kept, _ := session.State["number"].(json.Number)
	number, _ := kept.Int64()
	for range 3 {
		number++
		session.State["number"] = number
		if err := session.Send(schema.CountOutput{Number: number}); err != nil {
			return err
		}
	}
	for gilbert.Wait(ctx, time.Minute) {
		continue
	}
	return ctx.Err()
}
