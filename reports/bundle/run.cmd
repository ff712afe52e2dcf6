@echo off
rem Runs the suite on this machine and leaves results-N.jsonl beside this file. What stands behind run.cmd on the
rem command line is passed on, for example: run.cmd --suite cancel_synchronous_io
setlocal
pushd "%~dp0"
set "PROGRAM=wincancel-i686.exe"
if /i "%PROCESSOR_ARCHITECTURE%"=="AMD64" set "PROGRAM=wincancel-x86_64.exe"
if /i "%PROCESSOR_ARCHITEW6432%"=="AMD64" set "PROGRAM=wincancel-x86_64.exe"
if /i "%PROCESSOR_ARCHITECTURE%"=="ARM64" set "PROGRAM=wincancel-x86_64.exe"
if exist "%PROGRAM%" goto count
echo %PROGRAM% is not beside run.cmd: please extract all files of the zip first.
set CODE=3
goto end
:count
set N=1
:look
if not exist "results-%N%.jsonl" goto run
set /a N=N+1
goto look
:run
"%PROGRAM%" run --out "results-%N%.jsonl" %*
set "CODE=%ERRORLEVEL%"
echo.
if exist "results-%N%.jsonl" echo Please send back the file results-%N%.jsonl
if not exist "results-%N%.jsonl" echo There are no results: the program ended with code %CODE%
:end
popd
if not defined WINCANCEL_NO_PAUSE pause
exit /b %CODE%
