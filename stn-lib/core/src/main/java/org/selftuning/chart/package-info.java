/**
 * Pictures of runs: {@link org.selftuning.chart.Charts} makes them, a {@link
 * org.selftuning.chart.Figure} is one, as pixels, PNG, SVG, PDF, Vega-Lite or text.
 *
 * <p>A chart is a record of numbers (Panel, with its axes, lines and bands) and a renderer
 * (PanelPainter, which lets XChart draw axes and adds what XChart cannot). All draw on a Canvas,
 * which knows the Theme and whether letters are outlines or text; a Drawing fits itself to any
 * width, and VegaLite writes its numbers for others to draw. What titles may claim is in Noise. The
 * panels of the different charts only choose numbers: LossPanel, AccuracyPanel,
 * HyperparameterPanel, SigmaPanel, ComparisonPanel, SearchPanel, SchedulePanels; LiveFigure,
 * HyperparameterFigure, ProbeFigure and SmallMultiples put several together. ProbeMap, BarFigure
 * and DotFigure are pictures of another kind.
 *
 * <p>CurvesFigure and SigmaFigure draw what package theory computes: responses and losses over λ.
 *
 * <p>Color-blind readers can distinguish the colors, which keep their order; lines are named at
 * their ends; a title says what is seen. Nothing here writes to the console.
 */
package org.selftuning.chart;
