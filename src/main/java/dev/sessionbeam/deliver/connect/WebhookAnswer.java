package dev.sessionbeam.deliver.connect;

import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.nio.channels.UnresolvedAddressException;
import java.time.InstantSource;
import java.util.Collection;
import javax.net.ssl.SSLException;

/**
 * Says what an answer of a webhook means. This is the table of retries in docs/deliver.md.
 *
 * @param secrets what messages must not have
 */
record WebhookAnswer(InstantSource clock, Collection<String> secrets) {
  /** Returns the outcome for a complete answer. */
  Outcome outcome(int status, HttpHeaders headers, byte[] body) {
    if (status / 100 == 2) {
      return Outcome.DELIVERED;
    }
    String error = ErrorText.joined("status " + status, ErrorText.of(body, secrets));
    return switch (status) {
      case 413 -> Outcome.tooLarge(error);
      case 408, 425, 429 -> retry(error, headers);
      default ->
          status >= 500
              ? retry(error, headers)
              : Outcome.refused(status / 100 == 3 ? redirected(status) : error);
    };
  }

  private Outcome retry(String error, HttpHeaders headers) {
    return Outcome.retry(
        error,
        headers
            .firstValue("Retry-After")
            .map(header -> RetryAfter.parse(header, clock))
            .orElse(null));
  }

  private static String redirected(int status) {
    return "status "
        + status
        + ": redirects are not followed; write the new address into the routes";
  }

  /** Returns the outcome if there was no complete answer. */
  Outcome outcome(Throwable thrown) {
    Throwable fault = ErrorText.cause(thrown);
    if (fault instanceof SecretFault) {
      return Outcome.retry(String.valueOf(fault.getMessage()));
    }
    String what;
    if (fault instanceof HttpConnectTimeoutException) {
      what = "no connection in time";
    } else if (ErrorText.root(fault) instanceof UnresolvedAddressException) {
      what = "the host's address is unknown";
    } else if (fault instanceof ConnectException) {
      what = "the connection was refused";
    } else if (fault instanceof SSLException || ErrorText.root(fault) instanceof SSLException) {
      what = "no secure connection";
    } else {
      what = "the connection broke";
    }
    String message = String.valueOf(ErrorText.root(fault).getMessage());
    return Outcome.retry(
        ErrorText.joined(what, fault.getMessage() == null ? "" : ErrorText.of(message, secrets)));
  }
}
