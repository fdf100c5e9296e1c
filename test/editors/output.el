;;; Takes the command's output as that of a compiler, as a person does, and writes what came of it to $OPSCOPE_ANSWERS as JSON.  -*- lexical-binding: t -*-

(require 'compile)
(require 'json)

(defun opscope-test-places (arguments)
  "The places that `compile' finds in what opscope says with ARGUMENTS, as FILE:LINE:COLUMN."
  (let* ((default-directory (file-name-as-directory (getenv "OPSCOPE_SAMPLE")))
         (buffer (compile (concat "opscope " arguments)))
         (places nil))
    (while (process-live-p (get-buffer-process buffer)) (accept-process-output nil 0.02))
    (with-current-buffer buffer
      (compilation--ensure-parse (point-max))
      (goto-char (point-min))
      (let (match)
        (while (setq match (text-property-search-forward 'compilation-message))
          (let ((loc (compilation--message->loc (prop-match-value match))))
            (push (format "%s:%s:%s" (caar (compilation--loc->file-struct loc)) (compilation--loc->line loc)
                          (compilation--loc->col loc))
                  places)))))
    (kill-buffer buffer)
    (vconcat (nreverse places))))

(with-temp-file (getenv "OPSCOPE_ANSWERS")
  (insert (json-encode (mapcar (lambda (arguments) (cons arguments (opscope-test-places arguments)))
                               '("check" "tables" "dispatch" "calls mm/shmem.c")))))
