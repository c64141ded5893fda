# Functions that ./run and ./test share: packages of Debian, packages of npm, the two builds.
# Sourced by bash with `root` set to the project's folder. Each function does nothing when its work
# is done already.

say() { printf '%s\n' "$*" >&2; }

# die MESSAGE…: says it and stops.
die() { printf "%s\n" "$@" >&2; exit 1; }

# quietly NAME COMMAND…: runs it with its output in build/logs/NAME.log, shown when it fails.
quietly() {
  local log="$root/build/logs/$1.log"
  shift
  mkdir -p "$root/build/logs"
  "$@" >"$log" 2>&1 </dev/null || { tail -n 60 "$log" >&2; die "Failed: $* (all of it: $log)"; }
}

# packages_of SECTION…: names from tools/packages.txt.
packages_of() {
  awk -v wanted=" $* " '
    /^# \[/ { section = $2; gsub(/[][]/, "", section); next }
    /^[a-z]/ && index(wanted, " " section " ") { print $1 }' "$root/tools/packages.txt"
}

# A package is there when dpkg has it, or when its command came some other way (npm, cmake).
missing_packages() {
  local package
  for package in $(packages_of "$@"); do
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] ||
      command -v "$package" >/dev/null || printf '%s ' "$package"
  done
}

install_packages() {
  command -v dpkg-query >/dev/null || die "Rapport's build expects Debian 12 or a relative of it." \
    "On another system install what tools/packages.txt names and call cmake yourself."
  local missing as_root=()
  missing=$(missing_packages "$@")
  [ -n "$missing" ] || return 0
  if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null ||
      die "Missing packages, and neither root nor sudo to install them. Ask an administrator for:" \
        "  apt-get install --no-install-recommends $missing"
    as_root=(sudo)
  fi
  say "Installing packages: $missing"
  quietly apt-update "${as_root[@]}" apt-get update -qq
  quietly apt-install "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends $missing
}

# hash_of PATH…: one hash of the names and contents of files, and of the files of folders.
hash_of() {
  (cd "$root" && find "$@" -name node_modules -prune -o -path web/dist -prune -o \
    -path web/test-results -prune -o -path web/playwright-report -prune -o -type f -print0 |
    LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -d' ' -f1)
}

# unchanged STAMP HASH: whether the stamp file holds the hash.
unchanged() { [ "$(cat "$1" 2>/dev/null)" = "$2" ]; }

system_path=$PATH

# npm_install FOLDER COMMAND…: what the folder's package-lock.json says, by that npm. --no-save leaves
# the lock alone.
npm_install() {
  local folder=$1
  shift
  (cd "$root/$folder" && quietly "npm-$folder" \
    "$@" install --no-save --prefer-offline --no-audit --no-fund --no-progress)
}

# npm leaves out, without a word, optional packages that the Node it runs on is too old for: the
# native parts of the build among them. So a second time by the Node that the first has brought.
# Debian's npm finds its own packages by a path that only Debian's Node knows.
npm_install_by_our_node() {
  local npm
  npm=$(readlink -f "$(PATH=$system_path command -v npm)")
  npm_install "$1" env PATH="$root/web/node_modules/.bin:$system_path" \
    NODE_EXTRA_CA_CERTS="${NODE_EXTRA_CA_CERTS:-/etc/ssl/certs/ca-certificates.crt}" \
    NODE_PATH=/usr/share/nodejs:/usr/lib/nodejs "$root/web/node_modules/.bin/node" "$npm"
}

# install_node_packages FOLDER: by the system's own Node, which trusts the certificates that this
# machine trusts.
install_node_packages() {
  local folder=$1 stamp="$root/$1/node_modules/.rapport-stamp" hash major
  hash=$(hash_of "$folder/package.json" "$folder/package-lock.json")
  unchanged "$stamp" "$hash" && return 0
  say "Installing npm packages of $folder/"
  npm_install "$folder" env PATH="$system_path" npm
  major=$(PATH=$system_path node -p 'process.versions.node.split(".")[0]')
  if [ "$folder" = web ] && [ "$major" -lt 20 ]; then npm_install_by_our_node "$folder"; fi
  printf '%s\n' "$hash" >"$stamp"
}

# The Node of web/package.json comes before the system's: Debian 12 has one too old for the build.
use_node() { export PATH="$root/web/node_modules/.bin:$PATH"; }

build_web() {
  local stamp="$root/build/web-stamp" hash
  install_node_packages web
  use_node
  hash=$(hash_of web)
  [ -f "$root/web/dist/index.html" ] && unchanged "$stamp" "$hash" && return 0
  say "Building the web interface"
  (cd "$root/web" && quietly web-build npm run build)
  mkdir -p "$root/build"
  printf '%s\n' "$hash" >"$stamp"
}

# The package of what is built, with the libraries that it needs.
build_package() {
  rm -f "$root"/build/rapport_*.deb
  quietly cpack cpack --config "$root/build/CPackConfig.cmake" -B "$root/build"
  say "Made: $(echo "$root"/build/rapport_*.deb)"
}

# build_server TARGET…: release build in build/.
build_server() {
  [ -f "$root/build/build.ninja" ] ||
    quietly cmake cmake -S "$root" -B "$root/build" -G Ninja -DCMAKE_BUILD_TYPE=Release
  say "Building: $*"
  quietly "ninja-$1" ninja -C "$root/build" "$@"
}
