module specc.internal/gilbert

go 1.24

require github.com/go-gilbert/gilbert v1.1.0

require (
	github.com/axw/gocov v0.0.0-20170322000131-3a69a0d2a4ef // indirect
	github.com/fatih/color v1.7.0 // indirect
	github.com/go-gilbert/gilbert-sdk v0.9.0 // indirect
	github.com/golang/protobuf v1.2.0 // indirect
	github.com/google/go-github/v25 v25.0.2 // indirect
	github.com/google/go-querystring v1.0.0 // indirect
	github.com/mattn/go-colorable v0.0.9 // indirect
	github.com/mattn/go-isatty v0.0.7 // indirect
	github.com/mattn/go-runewidth v0.0.4 // indirect
	github.com/mitchellh/mapstructure v1.1.2 // indirect
	github.com/rjeczalik/notify v0.9.2 // indirect
	github.com/urfave/cli v1.20.0 // indirect
	golang.org/x/net v0.0.0-20190311183353-d8887717615a // indirect
	golang.org/x/oauth2 v0.0.0-20190402181905-9f3314589c9a // indirect
	golang.org/x/sys v0.0.0-20190419153524-e8e3143a4f4a // indirect
	golang.org/x/tools v0.0.0-20190420181800-aa740d480789 // indirect
	google.golang.org/appengine v1.4.0 // indirect
	gopkg.in/cheggaaa/pb.v1 v1.0.28 // indirect
	gopkg.in/yaml.v2 v2.2.2 // indirect
)
