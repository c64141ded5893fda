#include "backup/format/container.h"

#include <endian.h>
#include <zstd.h>

#include <cstring>

namespace rapport::backup {

namespace {

constexpr int kLevel = 1;
constexpr std::size_t kLengthBytes = 4, kPlaceBytes = 8;
constexpr std::size_t kLockBytes = crypto_secretstream_xchacha20poly1305_ABYTES;
constexpr std::size_t kMostBytes = kBlockBytes + kPlaceBytes;
constexpr std::size_t kMostLocked = 1 + kLengthBytes + ZSTD_COMPRESSBOUND(kMostBytes) + kLockBytes;

void append_length(std::string& out, std::size_t length) {
  auto little = htole32(static_cast<std::uint32_t>(length));
  out.append(reinterpret_cast<const char*>(&little), sizeof little);
}

std::size_t length_at(const char* bytes) {
  std::uint32_t little;
  std::memcpy(&little, bytes, sizeof little);
  return le32toh(little);
}

unsigned char* bytes_of(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());
}

struct PackerEnd {
  void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
  void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
};

Head read_head(std::ifstream& in) {
  std::string bytes(Head::kBytes, '\0');
  in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  bytes.resize(static_cast<std::size_t>(in.gcount()));
  return Head::parse(bytes);
}

std::ifstream open_file(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in || std::filesystem::is_directory(file)) throw Unusable("it cannot be read");
  return in;
}

}  // namespace

struct BlockWriter::Packing {
  std::unique_ptr<ZSTD_CCtx, PackerEnd> context{ZSTD_createCCtx()};
  crypto_secretstream_xchacha20poly1305_state stream;
  std::string first;  // additional data of the first block
  std::string packed, locked;
};

BlockWriter::BlockWriter(const Lock& lock, base::Random& random, Sink sink)
    : sink_(std::move(sink)), packing_(std::make_unique<Packing>()) {
  auto head = new_head(lock.kind, random);
  auto key = key_of(head, lock);
  crypto_secretstream_xchacha20poly1305_init_push(&packing_->stream, head.stream.data(),
                                                  key.data());
  sodium_memzero(key.data(), key.size());
  packing_->first = head.bytes();
  sink_(packing_->first);
  belt_ = std::make_unique<Belt>([this](Belt& belt) { pack(belt); });
}

BlockWriter::~BlockWriter() { belt_.reset(); }

void BlockWriter::pack(Belt& belt) {
  auto& [context, stream, first, packed, locked] = *packing_;
  while (auto block = belt.take()) {
    const auto& bytes = block->bytes;
    packed.assign(1, static_cast<char>(block->kind));
    append_length(packed, bytes.size());
    const auto before = packed.size();
    packed.resize(before + ZSTD_compressBound(bytes.size()));
    const auto size = ZSTD_compressCCtx(context.get(), packed.data() + before,
                                        packed.size() - before, bytes.data(), bytes.size(), kLevel);
    if (ZSTD_isError(size)) throw std::runtime_error("a block cannot be packed");
    packed.resize(before + size);
    locked.clear();
    append_length(locked, packed.size() + kLockBytes);
    locked.resize(kLengthBytes + packed.size() + kLockBytes);
    const bool is_last = block->kind == BlockKind::End;
    crypto_secretstream_xchacha20poly1305_push(
        &stream, bytes_of(locked) + kLengthBytes, nullptr, bytes_of(packed), packed.size(),
        bytes_of(first), first.size(),
        is_last ? crypto_secretstream_xchacha20poly1305_TAG_FINAL
                : crypto_secretstream_xchacha20poly1305_TAG_MESSAGE);
    first.clear();
    sink_(locked);
  }
}

void BlockWriter::write(BlockKind kind, std::string bytes) {
  if (!belt_->put({kind, std::move(bytes)})) belt_->join();
}

void BlockWriter::finish(std::string end_json) {
  write(BlockKind::End, std::move(end_json));
  belt_->end();
  belt_->join();
}

struct BlockReader::Unpacking {
  std::unique_ptr<ZSTD_DCtx, PackerEnd> context{ZSTD_createDCtx()};
  crypto_secretstream_xchacha20poly1305_state stream;
  std::string locked, packed;
};

BlockReader::BlockReader(const std::filesystem::path& file, const Lock& lock)
    : in_(open_file(file)), head_(read_head(in_)), unpacking_(std::make_unique<Unpacking>()) {
  auto key = key_of(head_, lock);
  crypto_secretstream_xchacha20poly1305_init_pull(&unpacking_->stream, head_.stream.data(),
                                                  key.data());
  sodium_memzero(key.data(), key.size());
  belt_ = std::make_unique<Belt>([this](Belt& belt) { unpack(belt); });
}

BlockReader::~BlockReader() { belt_.reset(); }

void BlockReader::unpack(Belt& belt) {
  auto& [context, stream, locked, packed] = *unpacking_;
  std::string first = head_.bytes();
  while (true) {
    char length[kLengthBytes];
    in_.read(length, kLengthBytes);
    if (in_.gcount() != kLengthBytes) throw Unusable("it is cut off");
    const auto size = length_at(length);
    if (size < 1 + kLengthBytes + kLockBytes || size > kMostLocked) throw Unusable("it is damaged");
    locked.resize(size);
    in_.read(locked.data(), static_cast<std::streamsize>(size));
    if (static_cast<std::size_t>(in_.gcount()) != size) throw Unusable("it is cut off");
    packed.resize(size - kLockBytes);
    unsigned char tag = 0;
    if (crypto_secretstream_xchacha20poly1305_pull(&stream, bytes_of(packed), nullptr, &tag,
                                                   bytes_of(locked), size, bytes_of(first),
                                                   first.size()) != 0)
      throw Unusable(first.empty() || head_.kind == LockKind::Open
                         ? "it is damaged"
                         : "the key is not the one it is locked with, or it is damaged");
    first.clear();
    Block block{static_cast<BlockKind>(packed[0]), {}};
    const auto unpacked = length_at(packed.data() + 1);
    if (unpacked > kMostBytes) throw Unusable("it is damaged: a block is too long");
    block.bytes.resize(unpacked);
    if (ZSTD_decompressDCtx(context.get(), block.bytes.data(), unpacked,
                            packed.data() + 1 + kLengthBytes,
                            packed.size() - 1 - kLengthBytes) != unpacked)
      throw Unusable("it is damaged: a block cannot be unpacked");
    const bool is_last = tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL;
    if (is_last != (block.kind == BlockKind::End)) throw Unusable("it is damaged at its end");
    if (is_last && in_.peek() != std::ifstream::traits_type::eof())
      throw Unusable("there is something behind its end");
    if (!belt.put(std::move(block)) || is_last) return;
  }
}

std::optional<Block> BlockReader::next() {
  auto block = belt_->take();
  if (!block) belt_->join();
  return block;
}

LockKind lock_kind_of(const std::filesystem::path& file) {
  auto in = open_file(file);
  return read_head(in).kind;
}

}  // namespace rapport::backup
