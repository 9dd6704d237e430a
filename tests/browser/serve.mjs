// Serves folders on ports of this machine, as a static host does: gzip, an index in each folder, 404.html where nothing
// is. Prints an address a line, and ends when its input does. A folder after `--without-policy` is served with the
// pages' Content-Security-Policy taken out, so that nothing but the pages themselves keeps scripts from running.
import { createReadStream, existsSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { gzipSync } from "node:zlib";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".md": "text/markdown; charset=utf-8",
  ".txt": "text/plain; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".xml": "application/xml",
  ".webmanifest": "application/manifest+json",
};
const POLICY = /<meta http-equiv="Content-Security-Policy"[^>]*>/;

const serve = (folder, withPolicy) => {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    let path = join(folder, normalize(decodeURIComponent(pathname)));
    let status = 200;
    if (existsSync(path) && statSync(path).isDirectory()) {
      if (!pathname.endsWith("/")) {
        response.writeHead(301, { location: `${pathname}/` }).end();
        return;
      }
      path = join(path, "index.html");
    }
    if (!existsSync(path)) {
      status = 404;
      path = join(folder, "404.html");
      if (!existsSync(path)) {
        response.writeHead(404).end();
        return;
      }
    }
    const type = TYPES[extname(path)] ?? "application/octet-stream";
    const lasting = /\/(assets|icons)\//.test(pathname);
    const headers = { "content-type": type, "cache-control": lasting ? "public, max-age=31536000, immutable" : "public, max-age=0, must-revalidate" };
    if (type === "image/png") {
      response.writeHead(status, headers);
      createReadStream(path).pipe(response);
      return;
    }
    let bytes = readFileSync(path);
    if (!withPolicy && type.startsWith("text/html")) {
      const text = bytes.toString();
      const open = text.replace(POLICY, "");
      if (open === text) throw new Error(`${path} has no policy to take out`);
      bytes = Buffer.from(open);
    }
    if (/gzip/.test(request.headers["accept-encoding"] ?? "")) {
      headers["content-encoding"] = "gzip";
      bytes = gzipSync(bytes);
    }
    response.writeHead(status, headers).end(bytes);
  });
  return new Promise((done) => server.listen(0, "127.0.0.1", () => done(`http://localhost:${server.address().port}/`)));
};

let withPolicy = true;
for (const argument of process.argv.slice(2)) {
  if (argument === "--without-policy") withPolicy = false;
  else console.log(await serve(argument, withPolicy));
}
process.stdin.resume().on("end", () => process.exit());
