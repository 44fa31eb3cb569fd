/**
 * Holds the terms of the product in plain Java: leads, campaigns, credentials, tokens and refusals.
 */
@NullMarked
package io.leadgate.domain;

import org.jspecify.annotations.NullMarked;
