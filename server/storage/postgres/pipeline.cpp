#include "storage/postgres/pipeline.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <utility>

namespace rapport::storage::postgres {

Pipeline::Socket::Socket(int socket) : number_(::fcntl(socket, F_DUPFD_CLOEXEC, 0)) {}

Pipeline::Socket::~Socket() {
  if (number_ >= 0) ::close(number_);
}

bool Pipeline::is_ready() {
  if (session_) return true;
  SessionPool::Loan session;
  try {
    session = pool_.borrow_idle();
  } catch (const base::Error&) {
    return false;  // who asks another way is told why
  }
  if (!session || !session->begin_pipeline()) return false;
  auto socket = std::make_shared<const Socket>(PQsocket(session->handle()));
  session_ = std::move(session);
  socket_ = std::move(socket);
  if (socket_->number() < 0) give_up();
  return session_ != nullptr;
}

void Pipeline::select(const Statement& statement, const RowSink& sink) {
  Question question{*base::puts_aside};
  send(statement, question);
  if (!std::exchange(is_marking_, true)) {
    question.asker.until_others_had_their_turn();
    is_marking_ = false;
    mark();
  }
  while (!question.is_over) {
    if (std::exchange(is_reading_, true)) {
      question.asker.until_woken();
      continue;
    }
    const auto socket = socket_;
    question.asker.until_readable(socket->number());
    is_reading_ = false;
    if (socket == socket_) take_in();
    if (!open_.empty()) open_.front()->asker.wake();  // it reads now
  }
  if (!question.result) throw Unanswered("not answered by a pipeline");
  give_rows(question.result.get(), sink);
}

void Pipeline::send(const Statement& statement, Question& question) {
  const auto before = session_ ? session_->send_ahead(statement) : std::nullopt;
  if (!before) {
    give_up();
    throw Unanswered("a pipeline was lost");
  }
  for (int i = 0; i < *before; ++i) awaited_.push_back({});
  awaited_.push_back({&question});
  open_.push_back(&question);
}

// What was sent goes out. A failure of one of them ends here: those behind it up to the mark are
// not answered.
void Pipeline::mark() {
  if (!session_) return;
  awaited_.push_back({nullptr, true});
  if (!PQpipelineSync(session_->handle())) give_up();
}

void Pipeline::take_in() {
  if (!session_) return;
  auto* const handle = session_->handle();
  if (!PQconsumeInput(handle)) return give_up();
  while (session_ && !awaited_.empty() && !PQisBusy(handle)) take_in(Result(PQgetResult(handle)));
}

// Each command's result is followed by none; a mark is one result.
void Pipeline::take_in(Result result) {
  auto& front = awaited_.front();
  const auto status = PQresultStatus(result.get());
  const bool is_mark = status == PGRES_PIPELINE_SYNC;
  if (!result || is_mark) {
    if (is_mark != front.is_mark) return give_up();
    awaited_.pop_front();
  } else if (auto* const question = std::exchange(front.question, nullptr)) {
    if (status != PGRES_TUPLES_OK) result.reset();
    end(*question, std::move(result));
  } else if (status != PGRES_COMMAND_OK) {
    give_up();  // what it should have made is not there
  }
}

// Without a result it is to be asked elsewhere.
void Pipeline::end(Question& question, Result result) noexcept {
  std::erase(open_, &question);
  question.result = std::move(result);
  question.is_over = true;
  question.asker.wake();
}

// Who waits for the socket hears of its end.
void Pipeline::give_up() {
  awaited_.clear();
  while (!open_.empty()) end(*open_.front(), nullptr);
  if (!session_) return;
  ::shutdown(socket_->number(), SHUT_RDWR);
  socket_.reset();
  session_->end_session();
  session_.reset();
}

Pipeline& Pipelines::of_this_thread() {
  std::lock_guard lock(mutex_);
  return pipelines_.try_emplace(std::this_thread::get_id(), pool_).first->second;
}

}  // namespace rapport::storage::postgres
