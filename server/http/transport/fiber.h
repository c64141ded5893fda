// Fiber: a work with a stack of its own, so that it can be put aside in the middle while it waits
// for something, and its thread answers others meanwhile (docs/decisions/0042).
// Not here: how that is waited for (loop.h).
#pragma once
#include <boost/context/fiber.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "base/waiting.h"

namespace rapport::http::transport {

// A call to make elsewhere. Lifetime: the target outlives the call.
struct Work {
  void (*run)(void* target);
  void* target;
};

// What a work that was put aside waits for.
struct Awaited {
  enum class What { Descriptor, Turn, Word };
  What what;
  int descriptor = -1;
};

// Threads: lives on one. Its work must not throw.
class Fiber final : private base::PutsAside {
 public:
  Fiber();

  // Begins with a work, when the one before is done. Returns as go_on() does.
  std::optional<Awaited> begin(Work work);
  // Goes on with what was put aside. What it waits for now; nothing: it is done.
  std::optional<Awaited> go_on();
  // Called when the word comes that it waits for.
  std::function<void()> on_word;

 private:
  using Stack = boost::context::fiber;
  // What the compiler's exceptions keep of a thread: what is thrown and caught in one work must not
  // be mixed up with that of another. Source: Itanium C++ ABI, section 2.2.2.
  struct Exceptions {
    void* caught = nullptr;
    unsigned uncaught = 0;
  };

  Stack run(Stack caller);
  void until_readable(int descriptor) override {
    leave(Awaited{Awaited::What::Descriptor, descriptor});
  }
  void until_others_had_their_turn() override { leave(Awaited{Awaited::What::Turn}); }
  void until_woken() override { leave(Awaited{Awaited::What::Word}); }
  void wake() override;
  void leave(std::optional<Awaited> awaited);
  static void exchange(Exceptions& kept);

  Work work_{nullptr, nullptr};
  std::optional<Awaited> awaited_;
  Exceptions exceptions_;  // of who does not run at the moment
  Stack caller_;
  Stack mine_;  // last: it ends before what it uses
};

// Those that have nothing to do, so that a stack need not be made for each work.
class Fibers {
 public:
  std::unique_ptr<Fiber> take();
  void give_back(std::unique_ptr<Fiber> fiber);

 private:
  std::vector<std::unique_ptr<Fiber>> idle_;
};

}  // namespace rapport::http::transport
