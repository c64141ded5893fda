// Waiting: a thread says that it is about to wait for others, and whoever counts the threads that
// work is told so and may let another begin meanwhile. Where the thread itself has something else
// to do, the work is put aside instead.
#pragma once

namespace rapport::base {

// Told on the waiting thread itself. Must not throw.
class WaitListener {
 public:
  virtual void wait_begins() = 0;
  virtual void wait_ends() = 0;

 protected:
  ~WaitListener() = default;
};

// Who is told of this thread's waits: one a thread, null when nobody counts.
inline thread_local WaitListener* wait_listener = nullptr;

// Around what may take long and needs no processor. Not to be nested.
class Waiting {
 public:
  Waiting() : listener_(wait_listener) {
    if (listener_) listener_->wait_begins();
  }
  ~Waiting() {
    if (listener_) listener_->wait_ends();
  }
  Waiting(const Waiting&) = delete;

 private:
  WaitListener* listener_;
};

// Who can put aside the work that runs on this thread, and go on with it later. Other works run on
// the thread until then: no lock may be held. None throws.
class PutsAside {
 public:
  // Returns when the descriptor can be read, or has failed.
  virtual void until_readable(int descriptor) = 0;
  // Returns when the works that can go on now have done so.
  virtual void until_others_had_their_turn() = 0;
  // Returns when another work of this thread has called wake(), which does nothing to one that
  // does not wait so.
  virtual void until_woken() = 0;
  virtual void wake() = 0;

 protected:
  ~PutsAside() = default;
};

// Null: a work on this thread waits itself.
inline thread_local PutsAside* puts_aside = nullptr;

}  // namespace rapport::base
