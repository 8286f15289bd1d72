/**
 * How fast sessionbeam is, beside others that compute the same sessions: {@code make bench}. See
 * the README's section Speed.
 */
package dev.sessionbeam.bench;
