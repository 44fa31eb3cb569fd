/** Leads, campaigns, credentials and the refusals, in plain Java. */
@NullMarked
package io.leadgate.domain;

import org.jspecify.annotations.NullMarked;
