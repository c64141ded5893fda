// Waiting: a thread says that it is about to wait for others, and whoever counts the threads that
// work is told so and may let another begin meanwhile.
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

}  // namespace rapport::base
