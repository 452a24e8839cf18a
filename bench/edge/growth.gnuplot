# How the time of one picture grows: growth.png from by-source.dat and by-grid.dat.
set terminal png size 900,360 small
set output "growth.png"
set multiplot layout 1,2
set grid
set key off
set yrange [0:*]
set ylabel "ms, one thread"
set title "whole encode, by source (the model's grid)"
set xlabel "source, megapixels"
plot "by-source.dat" using 1:2 with linespoints pointtype 7
set title "resampling and network, by grid (source as large)"
set xlabel "grid side"
plot "by-grid.dat" using 1:2 with linespoints pointtype 7
