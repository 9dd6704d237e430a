//go:build host

// Package gilbert names the host that plugins are tested with, so that go.mod keeps it and all that it is built from.
package gilbert

import _ "github.com/go-gilbert/gilbert"
