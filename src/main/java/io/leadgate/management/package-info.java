/** The second port: health, metrics, admins, credentials, quarantine, audit. */
@NullMarked
package io.leadgate.management;

import org.jspecify.annotations.NullMarked;
