package dev.sessionbeam.collect;

import dev.sessionbeam.collect.http.Answer;
import dev.sessionbeam.collect.http.ByteBudget;
import dev.sessionbeam.collect.http.Request;
import dev.sessionbeam.collect.http.RequestHead;
import dev.sessionbeam.collect.stream.StreamEvent;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Answers {@code POST /v1/events}. */
final class EventsEndpoint {
  /** When to try again if the collector or what is after it is busy or down. */
  static final long BUSY_SECONDS = 5;

  private final EventReader reader;
  private final Acceptor acceptor;
  private final Supplier<WriteKeys> keys;
  private final RateLimits rates;
  private final CrossOrigin origins;
  private final ByteBudget budget;
  private final RequestCounts counts;

  EventsEndpoint(
      EventReader reader,
      Acceptor acceptor,
      Supplier<WriteKeys> keys,
      RateLimits rates,
      CrossOrigin origins,
      ByteBudget budget,
      RequestCounts counts) {
    this.reader = reader;
    this.acceptor = acceptor;
    this.keys = keys;
    this.rates = rates;
    this.origins = origins;
    this.budget = budget;
    this.counts = counts;
  }

  /** Returns the answer to a request whose body need not be read; null to read it. */
  @Nullable Answer before(RequestHead head, long bodyBytes) {
    if (!origins.allows(head)) {
      return EventsAnswer.error(403, "pages of this origin may not send events here");
    }
    if (head.method().equals("OPTIONS")) {
      return origins.preflight(head);
    }
    Answer early = early(head, bodyBytes);
    return early == null ? null : forPage(head, early);
  }

  private @Nullable Answer early(RequestHead head, long bodyBytes) {
    if (!head.method().equals("POST")) {
      return EventsAnswer.error(405, "send events by POST").with("Allow", "POST, OPTIONS");
    }
    String label = label(head);
    if (label == null) {
      return EventsAnswer.error(
          401, "the write key is missing or wrong: send it in X-Write-Key, or as ?key=");
    }
    String fault = ContentTypes.fault(head);
    if (fault != null) {
      return EventsAnswer.error(415, fault);
    }
    long wait = rates.secondsToWait(label);
    if (wait > 0) {
      return EventsAnswer.later(429, "this write key has sent too many events", wait);
    }
    if (!budget.hasRoom(Math.max(0, bodyBytes))) {
      return EventsAnswer.later(503, Texts.BUSY, BUSY_SECONDS);
    }
    // Senders need not know why.
    return acceptor.fault() == null
        ? null
        : EventsAnswer.later(503, "no events can be taken now: try again later", BUSY_SECONDS);
  }

  private @Nullable String label(RequestHead head) {
    String key = head.header("X-Write-Key");
    return keys.get().label(key == null ? head.parameter("key") : key);
  }

  /** Adds to an answer what the page needs to read it. */
  Answer forPage(RequestHead head, Answer answer) {
    return answer.with(origins.headers(head));
  }

  /** Answers a request that {@link #before} let pass. */
  CompletionStage<Answer> answer(Request request) {
    return answerOf(request).thenApply(answer -> forPage(request.head(), answer));
  }

  private CompletionStage<Answer> answerOf(Request request) {
    EventReader.Events read;
    try {
      read = reader.read(request);
    } catch (RefusedException e) {
      return CompletableFuture.completedFuture(refused(e));
    }
    read.rejected().forEach(one -> counts.rejected(one.code()));
    List<StreamEvent> events = read.events();
    if (events.isEmpty()) {
      return CompletableFuture.completedFuture(
          read.rejected().isEmpty()
              ? EventsAnswer.error(400, "the body has no event")
              : EventsAnswer.of(400, 0, read.rejected()));
    }
    // The key may have been withdrawn while the body was read. This request is still one of it.
    String label = Objects.requireNonNullElse(label(request.head()), "withdrawn");
    rates.take(label, events.size());
    return acceptor.accept(events).thenApply(place -> accepted(place, label, read));
  }

  private static Answer refused(RefusedException e) {
    return e.status() == 503
        ? EventsAnswer.later(503, String.valueOf(e.getMessage()), BUSY_SECONDS)
        : EventsAnswer.error(e.status(), String.valueOf(e.getMessage()));
  }

  private Answer accepted(Place place, String label, EventReader.Events read) {
    if (place == Place.NOWHERE) {
      return EventsAnswer.later(503, "no events can be taken now: try again later", BUSY_SECONDS);
    }
    long bytes = read.events().stream().mapToLong(event -> event.data().length).sum();
    counts.accepted(place, label, read.events().size(), bytes);
    int status = place == Place.STREAM ? 200 : 202;
    return EventsAnswer.of(status, read.events().size(), read.rejected());
  }
}
