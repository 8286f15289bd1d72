package dev.sessionbeam.collect.http;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What answers requests. Its methods run in threads that must not block. */
public interface Endpoint {
  /**
   * Looks at a request before its body is read.
   *
   * @param bodyBytes the size of the body if the client says it; 0 for none; -1 if it is not known
   * @return the answer if the body need not be read; null to read it
   */
  @Nullable Answer before(RequestHead head, long bodyBytes);

  /** Answers a request. The result never completes with an exception. */
  CompletionStage<Answer> answer(Request request);

  /**
   * Returns the answer to a request that is outside the limits.
   *
   * @param head null if it could not be read
   * @param status of HTTP
   * @param fault what is wrong, for a person
   */
  Answer refuse(@Nullable RequestHead head, int status, String fault);

  /** Notes that an answer was given: by this endpoint or by the server. */
  void answered(@Nullable RequestHead head, Answer answer, long nanos);
}
