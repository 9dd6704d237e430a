package actions

import (
	"context"

	"example.com/acme/gilbert-plugin-probe/internal/gilbert"
	"example.com/acme/gilbert-plugin-probe/internal/schema"
)

// EchoAll is the action echo_all: Gives back what it is given.
func EchoAll(_ context.Context, job *gilbert.Job[schema.Settings], input schema.EchoAllInput) (schema.EchoAllOutput, error) {
	region := string(job.Connection.Region)
	return schema.EchoAllOutput{
		Text: input.Text, Region: input.Region, Count: input.Count, Counts: input.Counts, Ratio: input.Ratio,
		Flag: input.Flag, Big: input.Big, Day: input.Day, Raw: input.Raw, Secret: input.Secret, Tree: input.Tree,
		Part: input.Part, Parts: input.Parts,
		Host: &job.Connection.Host, Token: job.Connection.Token, ConnectionRegion: &region,
	}, nil
}
