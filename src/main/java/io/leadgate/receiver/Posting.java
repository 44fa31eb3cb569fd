package io.leadgate.receiver;

import io.leadgate.receiver.format.LeadFormat;

/**
 * How a request says that its leads are sent.
 *
 * @param gzip whether the body is to be inflated first
 * @param test whether everything is checked and answered, and nothing stored
 */
record Posting(LeadFormat format, boolean gzip, boolean test) {}
