#include "http/transport/fiber.h"

#include <cxxabi.h>

#include <boost/context/protected_fixedsize_stack.hpp>
#include <cstring>
#include <utility>

namespace rapport::http::transport {

namespace {
// Of address space; only what is used takes memory.
constexpr std::size_t kStackBytes = 512 * 1024;
constexpr std::size_t kMostIdle = 64;
}  // namespace

Fiber::Fiber()
    : mine_(std::allocator_arg, boost::context::protected_fixedsize_stack(kStackBytes),
            [this](Stack&& caller) { return run(std::move(caller)); }) {}

std::optional<Awaited> Fiber::begin(Work work) {
  work_ = work;
  return go_on();
}

std::optional<Awaited> Fiber::go_on() {
  awaited_.reset();
  auto* const outer = std::exchange<base::PutsAside*, base::PutsAside*>(base::puts_aside, this);
  exchange(exceptions_);
  mine_ = std::move(mine_).resume();
  exchange(exceptions_);
  base::puts_aside = outer;
  return awaited_;
}

// One work after another, until the fiber itself ends.
Fiber::Stack Fiber::run(Stack caller) {
  caller_ = std::move(caller);
  while (true) {
    work_.run(work_.target);
    leave(std::nullopt);
  }
}

void Fiber::leave(std::optional<Awaited> awaited) {
  awaited_ = awaited;
  caller_ = std::move(caller_).resume();
}

void Fiber::wake() {
  if (awaited_ && awaited_->what == Awaited::What::Word) on_word();
}

void Fiber::exchange(Exceptions& kept) {
  auto* const current = abi::__cxa_get_globals();
  Exceptions now;
  std::memcpy(&now, static_cast<void*>(current), sizeof now);
  std::memcpy(static_cast<void*>(current), &kept, sizeof kept);
  kept = now;
}

std::unique_ptr<Fiber> Fibers::take() {
  if (idle_.empty()) return std::make_unique<Fiber>();
  auto fiber = std::move(idle_.back());
  idle_.pop_back();
  return fiber;
}

void Fibers::give_back(std::unique_ptr<Fiber> fiber) {
  if (idle_.size() < kMostIdle) idle_.push_back(std::move(fiber));
}

}  // namespace rapport::http::transport
