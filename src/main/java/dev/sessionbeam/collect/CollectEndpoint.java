package dev.sessionbeam.collect;

import dev.sessionbeam.collect.http.Answer;
import dev.sessionbeam.collect.http.Endpoint;
import dev.sessionbeam.collect.http.Request;
import dev.sessionbeam.collect.http.RequestHead;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** All addresses of the collector. */
final class CollectEndpoint implements Endpoint {
  private static final String EVENTS = "/v1/events";
  private static final Set<String> READS = Set.of("GET", "HEAD");

  private final EventsEndpoint events;
  private final Readiness readiness;
  private final Supplier<String> metrics;
  private final RequestCounts counts;
  private final SeldomLog log;

  CollectEndpoint(
      EventsEndpoint events,
      Readiness readiness,
      Supplier<String> metrics,
      RequestCounts counts,
      SeldomLog log) {
    this.events = events;
    this.readiness = readiness;
    this.metrics = metrics;
    this.counts = counts;
    this.log = log;
  }

  @Override
  public @Nullable Answer before(RequestHead head, long bodyBytes) {
    return switch (head.path()) {
      case EVENTS -> events.before(head, bodyBytes);
      case "/live" -> read(head, readiness::live);
      case "/ready" -> read(head, readiness::answer);
      case "/metrics" -> read(head, () -> Answer.text(200, MetricsText.TYPE, metrics.get()));
      default -> EventsAnswer.error(404, "there is nothing here: events go to " + EVENTS);
    };
  }

  private static Answer read(RequestHead head, Supplier<Answer> answer) {
    return READS.contains(head.method())
        ? answer.get()
        : EventsAnswer.error(405, "this can only be read").with("Allow", "GET, HEAD");
  }

  @Override
  public CompletionStage<Answer> answer(Request request) {
    // An exception that is thrown at once becomes an answer too.
    return CompletableFuture.completedFuture(request)
        .thenCompose(events::answer)
        .exceptionally(
            fault -> {
              log.bug(fault);
              return EventsAnswer.error(500, "this is a fault of the collector");
            });
  }

  @Override
  public Answer refuse(@Nullable RequestHead head, int status, String fault) {
    Answer answer =
        status == 503
            ? EventsAnswer.later(503, fault, EventsEndpoint.BUSY_SECONDS)
            : EventsAnswer.error(status, fault);
    return head == null ? answer : events.forPage(head, answer);
  }

  @Override
  public void answered(@Nullable RequestHead head, Answer answer, long nanos) {
    counts.answered(answer.status());
    if (head != null && head.path().equals(EVENTS)) {
      counts.took(nanos);
    }
  }
}
