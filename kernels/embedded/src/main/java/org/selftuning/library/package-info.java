/**
 * Libraries of Maven repositories, for notebooks: found, downloaded and checked by Maven's own
 * resolver, so that {@code settings.xml}, the local repository, mirrors and proxies mean what they
 * mean to {@code mvn}.
 *
 * <p>Reading order: {@link org.selftuning.library.Resolver} is what the kernel calls, {@code
 * Coordinates} reads what people write, {@code MavenSettings} what they have set up, {@code
 * PomText} what they paste; {@code Failures} puts what goes wrong into one line.
 */
package org.selftuning.library;
