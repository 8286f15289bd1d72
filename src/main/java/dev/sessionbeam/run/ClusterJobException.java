package dev.sessionbeam.run;

/**
 * Thrown if a cluster does not accept a job, or if the job does not end as it should. The message
 * is for the user.
 */
public final class ClusterJobException extends RuntimeException {
  ClusterJobException(String message, Throwable cause) {
    super(message, cause);
  }
}
