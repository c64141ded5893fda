# Run by tests/package/run.py in a namespace of its own: a root folder that is the machine's own
# with all changes laid over it and thrown away, and a command in it.
#
#   inside.sh FOLDER COMMAND
set -e
folder=$1
mount --make-rprivate /
mount -t tmpfs tmpfs "$folder"
mkdir "$folder/changes" "$folder/work" "$folder/root"
mount -t overlay overlay \
  -o "lowerdir=/,upperdir=$folder/changes,workdir=$folder/work" "$folder/root"
mount -t proc proc "$folder/root/proc"
mount --rbind /dev "$folder/root/dev"
# The project may be a mount of its own, which the root does not show.
mount --bind "$PWD" "$folder/root$PWD"
exec chroot "$folder/root" /bin/bash -c "cd '$PWD' && $2"
